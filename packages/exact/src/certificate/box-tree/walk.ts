import type { Enclosure } from '../../rigorous/enclosure';
import { type BoxTree, boxCut, boxLeafWithMultipliers } from './box-tree';

/** How many leaves a list of nodes has. */
export const leafCount = ({ nodes }: Pick<BoxTree, 'nodes'>): number =>
  nodes.reduce((sum, kind) => sum + (kind < boxCut ? 1 : 0), 0);

/**
 * Why the lists are no tree of cuts of a box; `undefined` if they are. A cut has to be inside the part that it cuts, so
 * that no half is empty and none has a point that its part has not.
 *
 * @param rows of all conjunctions together.
 */
export function treeFault(tree: BoxTree, box: Enclosure, rows: number): string | undefined {
  const { nodes, at, multipliers, own } = tree;
  const leaves = leafCount(tree);
  let [open, weighted] = [1, 0];
  for (const [i, kind] of nodes.entries()) {
    if (open === 0) return `node ${i} is beyond the last leaf`;
    open += kind < boxCut ? -1 : 1;
    if (kind === boxLeafWithMultipliers) weighted += 1;
  }
  if (open > 0) return `${open} halves have no leaf`;
  if (at.length !== nodes.length - leaves) return `expected ${nodes.length - leaves} cuts, got ${at.length}`;
  if (multipliers.length !== weighted * rows) {
    return `expected ${weighted} x ${rows} multipliers, got ${multipliers.length}`;
  }
  const wrong = multipliers.findIndex((value) => !(value >= 0 && value < Number.POSITIVE_INFINITY));
  if (wrong >= 0) return `expected multipliers >= 0, got ${multipliers[wrong]}`;
  const seen = new Set<number>();
  for (const { leaf } of own) {
    if (leaf >= leaves) return `expected leaves below ${leaves}, got ${leaf}`;
    if (seen.has(leaf)) return `leaf ${leaf} has proofs of its own twice`;
    seen.add(leaf);
  }
  return misplacedCut(tree, box);
}

/** A cut that is not inside its part, in words. */
function misplacedCut(tree: BoxTree, box: Enclosure): string | undefined {
  const units = box.lower.length;
  // the walk goes on where a cut leads, so each is looked at before
  for (const step of walk(tree, box)) {
    if (step.kind === 'leaf') continue;
    const { feature, at } = step;
    const { lower, upper } = step.part;
    if (feature >= units) return `expected features below ${units}, got ${feature}`;
    if (!(lower[feature]! < at && at < upper[feature]!)) {
      return `a cut of feature ${feature} at ${at} is outside [${lower[feature]}, ${upper[feature]}]`;
    }
  }
  return undefined;
}

/** A node of a tree with the part of the box that it is of, which is the walk's own and changes as it goes on. */
export type Step =
  | { readonly kind: 'cut'; readonly feature: number; readonly at: number; readonly part: Enclosure }
  | { readonly kind: 'leaf'; readonly number: number; readonly weighted?: number; readonly part: Enclosure };

/** The end that a cut moved, and where it was. */
type Moved = { readonly feature: number; readonly at: number; was: number; upper: boolean };

/**
 * Goes through all nodes, in preorder; `weighted` counts the leaves with multipliers. There is one part at a time, and a
 * stack of ends that cuts moved, so that depth costs a few numbers a level; lists that are no tree ({@link treeFault})
 * are gone through as far as they go.
 */
export function* walk({ nodes, at }: BoxTree, box: Enclosure): Generator<Step, void, undefined> {
  const part = { lower: box.lower.slice(), upper: box.upper.slice() };
  const stack: Moved[] = [];
  let [cuts, leaves, weighted] = [0, 0, 0];
  for (const kind of nodes) {
    if (kind >= boxCut) {
      const feature = kind - boxCut;
      const place = at[cuts++]!;
      yield { kind: 'cut', feature, at: place, part };
      stack.push({ feature, at: place, was: part.upper[feature]!, upper: false });
      part.upper[feature] = place;
      continue;
    }
    const number = leaves++;
    if (kind === boxLeafWithMultipliers) yield { kind: 'leaf', number, weighted: weighted++, part };
    else yield { kind: 'leaf', number, part };
    toNext(stack, part);
  }
}

/** Goes on to the next upper half that is not done. */
function toNext(stack: Moved[], { lower, upper }: Enclosure): void {
  for (let last = stack.at(-1); last; last = stack.at(-1)) {
    if (!last.upper) {
      upper[last.feature] = last.was;
      last.was = lower[last.feature]!;
      lower[last.feature] = last.at;
      last.upper = true;
      return;
    }
    lower[last.feature] = last.was;
    stack.pop();
  }
}
