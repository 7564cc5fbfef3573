import { float32ToBase64 } from '../certificate/base64';
import { confirmedTree, type TreeConfirmation, type TreeLeaf } from '../certificate/confirm-tree';
import { linesBelow } from '../certificate/lines-below';
import type { Region } from '../certificate/region';
import { exactBackward } from '../rigorous/backward';
import type { Enclosures } from '../rigorous/enclose';
import { piecewise } from '../rigorous/piecewise';
import { type PlainSpec, someRows } from '../rigorous/spec';
import type { Split } from '../rigorous/split';
import type { Solver } from '../solver/solver';
import { partsByLp } from './parts-by-lp';

/** Options of `treeByLp`. */
export type TreeByLpOptions = {
  readonly solver: Solver;
  /** Seconds; no limit unless given. */
  readonly budget?: number;
  /** The most leaves; as many as checkers take on unless given. */
  readonly leaves?: number;
  readonly signal?: AbortSignal;
  /** What bounds the hidden units of the whole box: intervals unless given. */
  readonly intermediate?: 'ibp' | 'crown';
  /** Where the tree begins: all sides of some splits. The whole box unless given. */
  readonly parts?: readonly (readonly Split[])[];
};

/** Seconds for a linear program at most. */
const longest = 60;

/**
 * A proof that no point of a region meets one conjunction of rows: branch and bound over the signs of activations, in which each
 * part is bounded by the duals of a linear program, in exact arithmetic; `compactProofs` leaves of them what is needed. Where
 * gradient steps take many parts, since they come near the optimum of each and not to it, this takes few, of which each costs
 * more: it is for what is left by a little.
 */
export async function treeByLp(
  at: Region,
  conjunction: number,
  { solver, intermediate = 'ibp', parts = [[]], ...limits }: TreeByLpOptions,
): Promise<TreeConfirmation> {
  const { network } = at;
  const rows = at.unsafe[conjunction]!;
  const whole = at.enclosures(intermediate);
  const units = openUnits(at, whole);
  const signal = limits.signal && { signal: limits.signal };
  const timeLimit = Math.min(limits.budget ?? longest, longest);
  const programs = Array.from(rows.d, (_, row) => {
    let made: ReturnType<typeof partsByLp>;
    return (part: Enclosures) => {
      made ??= partsByLp(network, whole, someRows(rows, [row]), { solver, timeLimit, ...signal });
      return made?.(part);
    };
  });
  const improve = async (leaf: TreeLeaf, over: Enclosures) => {
    const found = await programs[nearest(at, over, rows)]!(over);
    if (!found) return undefined;
    const next = found.next && { next: found.next };
    if (found.bound >= 0) return { leaves: [], ...next };
    const below = units.map(({ node, units: own }) => {
      const lines = found.slopes.find((of) => of.node === node);
      // of lines below what was a sum of ReLUs
      const slopes = lines && linesBelow(network, node, lines.slopes);
      return float32ToBase64(
        Float32Array.from(own, (unit) => (lines?.open[unit] ? slopes![unit]! : Number.NaN)),
      );
    });
    return { leaves: [{ splits: leaf.splits, betas: [...found.betas], below }], ...next };
  };
  const leaves = parts.map((splits) => ({ splits: splits.map((split) => ({ ...split })) }));
  const tree = { kind: 'tree' as const, conjunctions: [conjunction], intermediate, units, leaves };
  return confirmedTree(network, tree, at, { ...limits, improve });
}

/** The row that is the nearest to a proof. */
function nearest({ network }: Region, over: Enclosures, rows: PlainSpec): number {
  if (rows.d.length === 1) return 0;
  const bounds = exactBackward(network, over, rows);
  return bounds.reduce((least, bound, k) => (bound < bounds[least]! ? k : least), 0);
}

/** Of each activation with its kink at 0, the units that the whole box leaves open: a leaf may have slopes of these. */
function openUnits({ network }: Region, { boxes, state }: Enclosures): { node: number; units: number[] }[] {
  if (state !== 'bounded') return [];
  return network.nodes.flatMap((of, node) => {
    const kinks = piecewise(of)?.kinks;
    if (kinks?.length !== 1 || kinks[0] !== 0) return [];
    const { lower, upper } = boxes[of.inputs[0]!]!;
    const units = [...lower.keys()].filter((unit) => lower[unit]! < 0 && upper[unit]! > 0);
    return units.length > 0 ? [{ node, units }] : [];
  });
}
