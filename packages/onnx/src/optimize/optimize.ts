import type { Graph } from '../graph/graph';
import { biasIntoConv } from './conv-bias';
import { stepsOfRelus } from './relu-steps';
import { fewerReshapes } from './reshapes';
import { subtractNegated } from './subtract';

/** Rewrites of a graph that change no number but the rounding of a sum. A new one is a file beside these and a line here. */
const passes: readonly ((graph: Graph) => Graph)[] = [
  subtractNegated,
  biasIntoConv,
  fewerReshapes,
  stepsOfRelus,
];

/** The same graph with fewer passes over memory, of what onnxruntime leaves as it is. */
export const optimize = (graph: Graph): Graph => passes.reduce((given, pass) => pass(given), graph);
