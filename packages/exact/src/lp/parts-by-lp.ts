import { fail, type PlainNetwork, sizeOf } from '@ibp/core';
import type { RowSlopes } from '../certificate/slope-proof';
import { encodeSmallest } from '../mip/encode-smallest';
import { Refusal } from '../mip/refusal';
import type { Enclosures } from '../rigorous/enclose';
import { assertPlainSpec, type PlainSpec } from '../rigorous/spec';
import { preActivations } from '../rigorous/tighten';
import type { Solver } from '../solver/solver';
import { key, type PartProblem, partProblem, price, type Written } from './part-problem';
import { slopesOfDuals } from './slopes-of-duals';

/** Options of `partsByLp`. */
export type PartsByLpOptions = {
  readonly solver: Solver;
  /** Seconds for each part, more than 0. */
  readonly timeLimit: number;
  readonly signal?: AbortSignal;
};

/** What a linear program of a part gives. */
export type PartByLp = {
  /** Of the lines below open activations. */
  readonly slopes: readonly RowSlopes[];
  /** One multiplier for each split. */
  readonly betas: readonly number[];
  /** What the row is at most, by the solver's word. */
  readonly bound: number;
  /** The unit whose relaxation the optimum gains most by, of those whose sign is open, if it gains by any: where to split. */
  readonly next?: { readonly node: number; readonly unit: number };
};

/**
 * Linear programs of one row over parts of a region, each open ReLU relaxed to its triangle and each split a row of the
 * program. What they give are slopes and multipliers for a backward pass, which comes to their optimum but for rounding (Salman
 * et al. 2019, A convex relaxation barrier, theorem 4.2; Wang et al. 2021), and where to split what is not refuted. Nothing rests on
 * the solver: any slopes and multipliers bound, and whoever uses these has to bound with them. The network is written once.
 *
 * @param whole the region, bounded, without splits.
 * @returns what takes parts of it, as `enclose` bounds them with `tighter` boxes of the whole, and gives nothing where the solver has no
 * duals; nothing where there is no such program (an op that is not in linear pieces, too many terms).
 * @throws unless `row` is one row of the network's output.
 */
export function partsByLp(
  network: PlainNetwork,
  whole: Enclosures,
  row: PlainSpec,
  { solver, ...limits }: PartsByLpOptions,
): ((part: Enclosures) => Promise<PartByLp | undefined>) | undefined {
  assertPlainSpec('partsByLp', row, sizeOf(network.nodes.at(-1)!.shape));
  if (row.d.length !== 1) fail('partsByLp', `expected one row, got ${row.d.length}`);
  if (whole.state !== 'bounded') return undefined;
  const encoding = written(network, whole, row);
  if (!encoding || encoding.problem.columns === 0) return undefined;
  return async (part) => {
    if (part.state !== 'bounded') return undefined;
    const solved = async (elastic: boolean) => {
      const made = partProblem(network, encoding, part, elastic);
      return { ...made, ...(await solver.solve(made.problem, limits)), scale: elastic ? price : 1 };
    };
    let found = await solved(false);
    // of a part without points, which has none
    if (!found.rowDuals && part.splits.length > 0) found = await solved(true);
    const { rowDuals, splitRows, problem, scale, objective = Number.NaN } = found;
    if (!rowDuals) return undefined;
    const betas = part.splits.map(({ side }, k) => {
      const dual = scale * (rowDuals[splitRows[k]!] ?? 0);
      return Math.max(side === 'active' ? dual : -dual, 0);
    });
    const next = worstUnit(network, encoding, part, found);
    const slopes = slopesOfDuals(network, { ...encoding, problem }, rowDuals);
    return { slopes, betas, bound: -scale * objective, ...(next && { next }) };
  };
}

/** The region's problem, with the intervals that a backward pass has and no others. */
function written(network: PlainNetwork, { boxes }: Enclosures, row: PlainSpec): Written | undefined {
  const takenIn = preActivations(network);
  const bounds = boxes.map((box, node) => (node === 0 || takenIn.includes(node) ? box : undefined));
  const units = takenIn.flatMap((node) => {
    const { lower, upper } = boxes[node]!;
    const open = [...lower.keys()].filter((unit) => lower[unit]! < 0 && upper[unit]! > 0);
    return open.map((unit) => ({ node, unit }));
  });
  try {
    const options = { exact: false, asGiven: true, widening: 0, maxTerms: 5e6, units };
    const encoding = encodeSmallest(network, bounds, row, options);
    const columns = units.map(({ node, unit }, k) => [key(node, unit), encoding.unitColumns[k]!] as const);
    return { ...encoding, columnOf: new Map(columns) };
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

/** How far a relaxed unit is from its function, times what the optimum gains by each unit of that. */
function worstUnit(
  { nodes }: PlainNetwork,
  { relus }: Written,
  { boxes }: Enclosures,
  { x, rowDuals }: PartProblem & Awaited<ReturnType<Solver['solve']>>,
): PartByLp['next'] {
  let worst: (NonNullable<PartByLp['next']> & { readonly score: number }) | undefined;
  for (const { node, unit, column, z, row } of relus) {
    const [before] = nodes[node]!.inputs as [number];
    const [lower, upper] = [boxes[before]!.lower[unit]!, boxes[before]!.upper[unit]!];
    if (!(lower < 0 && upper > 0)) continue;
    const gap = x ? x[column]! - Math.max(x[z]!, 0) : (-lower * upper) / (upper - lower);
    const score = gap * Math.abs(rowDuals![row + 1]!);
    if (score > (worst?.score ?? 0)) worst = { node: before, unit, score };
  }
  return worst && { node: worst.node, unit: worst.unit };
}
