import { fail, type PlainNetwork, sizeOf } from '@ibp/core';
import type { RowSlopes } from '../certificate/slope-proof';
import { encodeSmallest } from '../mip/encode-smallest';
import { Refusal } from '../mip/refusal';
import type { Enclosures } from '../rigorous/enclose';
import { assertPlainSpec, type PlainSpec } from '../rigorous/spec';
import { preActivations } from '../rigorous/tighten';
import type { Solver } from '../solver/solver';
import { slopesOfDuals } from './slopes-of-duals';

/** Options of `leafByLp`. */
export type LeafByLpOptions = {
  readonly solver: Solver;
  /** Seconds, more than 0. */
  readonly timeLimit: number;
  readonly signal?: AbortSignal;
};

/**
 * What a linear program of one row over a leaf of a tree, each open ReLU relaxed to its triangle and each split a row of the
 * program, gives a backward pass: slopes, and a multiplier for each split. They are the program's duals, so that the pass
 * comes to its optimum but for rounding (Salman et al. 2019, theorem 4.2; Wang et al. 2021). Nothing rests on the solver: any slopes
 * and multipliers bound, and whoever uses these has to bound with them.
 *
 * @param over the leaf, bounded: its splits are those that multipliers are given for.
 * @returns nothing where there is no such program (an op that is not in linear pieces, too many terms) or the solver has no duals.
 * @throws unless `row` is one row of the network's output.
 */
export async function leafByLp(
  network: PlainNetwork,
  over: Enclosures,
  row: PlainSpec,
  { solver, timeLimit, signal }: LeafByLpOptions,
): Promise<{ readonly slopes: readonly RowSlopes[]; readonly betas: readonly number[] } | undefined> {
  assertPlainSpec('leafByLp', row, sizeOf(network.nodes.at(-1)!.shape));
  if (row.d.length !== 1) fail('leafByLp', `expected one row, got ${row.d.length}`);
  const { boxes, splits, state } = over;
  if (state !== 'bounded') return undefined;
  try {
    const options = { exact: false, widening: 0, maxTerms: 5e6, splits };
    // of other nodes, what splits exclude there would be no point, and so no program
    const takenIn = new Set(preActivations(network));
    const bounds = boxes.map((box, node) => (node === 0 || takenIn.has(node) ? box : undefined));
    const encoding = encodeSmallest(network, bounds, row, options);
    if (encoding.problem.columns === 0) return undefined;
    const given = { timeLimit, ...(signal && { signal }) };
    const { rowDuals } = await solver.solve(encoding.problem, given);
    if (!rowDuals) return undefined;
    const betas = splits.map(({ side }, k) => {
      const dual = rowDuals[encoding.splitRows[k]!] ?? 0;
      return Math.max(side === 'active' ? dual : -dual, 0);
    });
    return { slopes: slopesOfDuals(network, encoding, rowDuals), betas };
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}
