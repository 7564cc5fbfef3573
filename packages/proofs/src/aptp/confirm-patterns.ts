import {
  confirmedTree,
  type Enclosures,
  exactBackward,
  float32ToBase64,
  leafByLp,
  linesBelow,
  type Region,
  type Solver,
  type Split,
  someRows,
  type TreeConfirmation,
  type TreeLeaf,
} from '@ibp/exact';

/** Seconds for a linear program. */
const timeLimit = 30;

/**
 * One conjunction refuted on each leaf of a tree of splits, whose leaves come without bounds: with chosen slopes, else by the duals of a
 * linear program of the row that is nearest to it, else by further splits.
 */
export async function confirmPatterns(
  at: Region,
  conjunction: number,
  leaves: readonly (readonly Split[])[],
  limits: { readonly budget: number; readonly leaves: number; readonly signal?: AbortSignal },
  solver: Solver | undefined,
): Promise<TreeConfirmation> {
  const { network, unsafe } = at;
  const rows = unsafe[conjunction]!;
  const units = openUnits(at);
  const improve = async (leaf: TreeLeaf, over: Enclosures): Promise<TreeLeaf | undefined> => {
    const bounds = exactBackward(network, over, rows);
    const best = bounds.reduce((least, bound, k) => (bound < bounds[least]! ? k : least), 0);
    const signal = limits.signal && { signal: limits.signal };
    const found = await leafByLp(network, over, someRows(rows, [best]), {
      solver: solver!,
      timeLimit,
      ...signal,
    });
    if (!found) return undefined;
    const below = units.map(({ node, units: own }) => {
      const lines = found.slopes.find((of) => of.node === node);
      // of lines below what was a sum of ReLUs
      const slopes = lines && linesBelow(network, node, lines.slopes);
      return float32ToBase64(
        Float32Array.from(own, (unit) => (lines?.open[unit] ? slopes![unit]! : Number.NaN)),
      );
    });
    return { splits: leaf.splits, betas: [...found.betas], below };
  };
  return confirmedTree(
    network,
    {
      kind: 'tree',
      conjunctions: [conjunction],
      intermediate: 'crown',
      units,
      leaves: leaves.map((splits) => ({ splits: splits.map((split) => ({ ...split })) })),
    },
    at,
    { ...limits, ...(solver && { improve }) },
  );
}

/** Of each ReLU, the units that the whole box leaves open: a leaf may have slopes of these. */
function openUnits({ network, enclosures }: Region): { node: number; units: number[] }[] {
  const { boxes, state } = enclosures('crown');
  if (state !== 'bounded') return [];
  return network.nodes.flatMap(({ op, inputs }, node) => {
    if (op !== 'relu') return [];
    const { lower, upper } = boxes[inputs[0]!]!;
    const units = [...lower.keys()].filter((unit) => lower[unit]! < 0 && upper[unit]! > 0);
    return units.length > 0 ? [{ node, units }] : [];
  });
}
