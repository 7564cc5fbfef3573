import { type BoxTree, boxCut, boxLeaf, boxLeafWithMultipliers } from './box-tree';

/** Writes the lists of a tree, node after node in preorder. */
export function treeWriter() {
  const [nodes, at, weights]: [number[], number[], number[]] = [[], [], []];
  return {
    cut: (feature: number, place: number): void => {
      nodes.push(boxCut + feature);
      at.push(place);
    },
    /** @param multipliers all 0 for a leaf without. */
    leaf: (multipliers: Float64Array): void => {
      const weighted = multipliers.some((m) => m > 0);
      nodes.push(weighted ? boxLeafWithMultipliers : boxLeaf);
      if (weighted) for (const m of multipliers) weights.push(m);
    },
    tree: (): BoxTree => ({
      nodes: Uint32Array.from(nodes),
      at: Float64Array.from(at),
      multipliers: Float64Array.from(weights),
      own: [],
    }),
  };
}
