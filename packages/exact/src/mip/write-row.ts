import { fail, type PlainNetwork, sizeOf } from '@ibp/core';
import { enclose } from '../rigorous/enclose';
import { assertBoxSize, assertNode, type Enclosure, isSound } from '../rigorous/enclosure';
import { assertPlainSpec, type PlainSpec } from '../rigorous/spec';
import type { Solver } from '../solver/solver';
import { assertEncodable } from './assert-encodable';
import { constantRow, isPoint } from './constant-row';
import type { Encoding } from './encode';
import { encodeSmallest } from './encode-smallest';
import { Refusal } from './refusal';
import { breaks, type Confirm, inputOf, type RowVerdict, rowValue } from './row-verdict';
import { objectiveAt, violation } from './violation';

/** What the verification by MIP and that by LP are told in common. */
export type RowOptions = {
  readonly solver: Solver;
  /** Seconds for everything, more than 0. */
  readonly timeLimit: number;
  /**
   * Bounds of nodes, as far as known, that hold over the box: the tighter, the faster. Interval bounds in exact
   * arithmetic (`enclose`) unless given.
   */
  readonly bounds?: readonly (Enclosure | undefined)[];
  /** Bounds are widened by this times `1 + |bound|` (default 1e-6, for bounds computed in float32). */
  readonly widening?: number;
  /** Problems of more terms are refused (default 5 million, what the memory of WebAssembly holds). */
  readonly maxTerms?: number;
  /** The row's value in the network as it runs; a witness must break the row there too. */
  readonly confirm?: Confirm;
  readonly signal?: AbortSignal;
};

type Answer = Omit<RowVerdict, 'seconds' | 'cpuSeconds'>;

/** Disagreement of a problem with the network that is more than rounding. */
const DISAGREES = 1e-5;
/** A margin of this much, in exact arithmetic from bounds in float32, needs no solver. */
export const CERTAIN = 1e-6;

function assertRow(
  where: string,
  network: PlainNetwork,
  box: Enclosure,
  spec: PlainSpec,
  bounds: RowOptions['bounds'] = [],
): void {
  assertPlainSpec(where, spec, sizeOf(network.nodes.at(-1)!.shape));
  if (spec.d.length !== 1) fail(where, `expected one row, got ${spec.d.length}`);
  assertBoxSize(where, network, box);
  for (const [node, known] of bounds.entries()) {
    if (!known) continue;
    assertNode(where, network, node);
    assertBoxSize(`${where}: bounds of node ${node}`, network, known, node);
  }
}

/** The row as a problem and the time that is left to solve it; or the answer, where no solver is needed or none may be trusted. */
export async function writeRow(
  where: string,
  network: PlainNetwork,
  box: Enclosure,
  spec: PlainSpec,
  options: RowOptions & { readonly exact: boolean; readonly cutOff?: number },
): Promise<{ readonly encoding: Encoding; readonly timeLimit: number } | { readonly answer: Answer }> {
  const started = performance.now();
  assertEncodable(where, network);
  assertRow(where, network, box, spec, options.bounds);
  if (!(options.timeLimit > 0))
    fail(where, `expected a time limit of more than 0 s, got ${options.timeLimit}`);
  const unknown = (reason: NonNullable<Answer['reason']>, detail: string) => ({
    answer: { status: 'unknown' as const, reason, detail },
  });
  if (!isSound(box)) return unknown('not-finite', 'the box is empty or not finite');
  if (isPoint(box)) return { answer: await constantRow(network, box, spec, options.confirm) };
  const known = options.bounds ?? enclose(network, box).boxes;
  const { widening = 1e-6, maxTerms = 5e6, exact, cutOff } = options;
  const cut = cutOff === undefined ? {} : { cutOff };
  let encoding: Encoding;
  try {
    encoding = encodeSmallest(network, [box, ...known.slice(1)], spec, { exact, widening, maxTerms, ...cut });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return unknown(error.reason === 'too-large' ? 'undecided' : error.reason, error.message);
  }

  const middle = inputOf(
    encoding.inputs.map(() => -1),
    new Float64Array(0),
    box,
  );
  if (await breaks(network, box, spec, middle, options.confirm)) {
    return { answer: { status: 'falsified', witness: middle } };
  }
  // a problem that leaves out a point of the box, by wrong bounds or otherwise, proves nothing
  const point = Float64Array.from(middle, (x, i) => Math.min(Math.max(x, box.lower[i]!), box.upper[i]!));
  const columns = encoding.complete(point);
  const margin = -rowValue(network, spec, point);
  const apart = Math.abs(objectiveAt(encoding.problem, columns) - margin) / (1 + Math.abs(margin));
  const left = violation(encoding.problem, columns, cutOff !== undefined);
  if (!(apart <= DISAGREES && left <= DISAGREES)) {
    return unknown('failure', `at the middle of the box the problem is off by ${apart}, its rows by ${left}`);
  }

  const bound = -encoding.margin[0];
  if (bound < -CERTAIN) return { answer: { status: 'verified', bound } };
  if (encoding.problem.columns === 0 || encoding.problem.cost.every((cost) => cost === 0)) {
    const ends = [-encoding.margin[1], bound] as const;
    return { answer: await constantRow(network, box, spec, options.confirm, ends) };
  }
  const timeLimit = options.timeLimit - (performance.now() - started) / 1e3;
  if (!(timeLimit > 0)) return unknown('time-out', 'no time left to solve in');
  return { encoding, timeLimit };
}
