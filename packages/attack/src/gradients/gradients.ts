import type { Problem } from '../problem';
import type { Oracle } from '../run';
import type { Evaluator } from './evaluator';

/** Where an attack has its gradients from. A new source is one file with one of these. */
export type Gradients = (problem: Problem, evaluator: Evaluator) => Oracle;
