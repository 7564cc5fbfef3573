import { plainDense, randomBox } from '@ibp/testing';
import { treeByLp } from '../lp/tree-by-lp';
import { exactBackward } from '../rigorous/backward';
import { highsWasm } from '../solver/highs-wasm';
import { base64ToFloat32, float32ToBase64 } from './base64';
import { compactProofs } from './compact-proofs';
import { confirmedProofs } from './confirmed-proofs';
import { region } from './region';
import type { Tree } from './root-enclosures';

const solver = highsWasm({ threads: 1 });
afterAll(() => solver.close());
const network = plainDense([6, 16, 16, 3], 25);
const box = randomBox(network, 3, 0.3, true);
const c = Float64Array.of(-1, 1, 0);

/** A tree by linear programs, of a row that chosen slopes bound by so much too much. */
async function treeOf(share: number) {
  const [plain] = exactBackward(network, region(network, box, []).enclosures('ibp'), {
    c,
    d: Float64Array.of(0),
  });
  const at = region(network, box, [{ c, d: Float64Array.of(-share * plain!) }]);
  const { proof } = await treeByLp(at, 0, { solver });
  return { at, tree: proof as Tree };
}
const slopesIn = ({ leaves }: Tree) =>
  leaves.flatMap(({ below = [] }) => below.flatMap((packed) => Array.from(base64ToFloat32(packed) ?? [])));

it('leaves of each leaf what it needs, and of the units those that some leaf has slopes of', async () => {
  const { at, tree } = await treeOf(0.45);
  expect(tree.leaves.length).toBeGreaterThan(3);
  const [held] = compactProofs([tree], network, at) as [Tree];
  expect(JSON.stringify(held).length).toBeLessThan(JSON.stringify(tree).length);
  const bare = held.leaves.filter(({ below, betas }) => !below && !betas).length;
  expect([bare > 0, bare < held.leaves.length]).toEqual([true, true]);
  // few digits, of what had many
  const off = (packed: string) =>
    float32ToBase64(base64ToFloat32(packed)!.map((slope) => 0.999 * slope + 3e-4));
  const longer = tree.leaves.map((leaf) => ({ ...leaf, ...(leaf.below && { below: leaf.below.map(off) }) }));
  const [short] = compactProofs([{ ...tree, leaves: longer }], network, at) as [Tree];
  const written = slopesIn(short).filter((slope) => !Number.isNaN(slope));
  expect(written.length).toBeGreaterThan(0);
  expect(written.every((slope) => Number.isInteger(256 * slope))).toBe(true);
  for (const [k, { units }] of held.units!.entries()) {
    const columns = units.map((_, u) =>
      held.leaves.map(({ below }) => base64ToFloat32(below?.[k] ?? '')?.[u]),
    );
    expect(
      columns.every((column) => column.some((slope) => slope !== undefined && !Number.isNaN(slope))),
    ).toBe(true);
  }
  // the bounds are what the checker finds
  const [again] = confirmedProofs([held], network, at) as [Tree];
  expect(again.bounds).toEqual(held.bounds);
  expect(confirmedProofs([held], network, region(network, box, [{ c, d: Float64Array.of(0) }]))).toEqual([]);
});

it('gives nothing of a tree that does not hold', async () => {
  const { at, tree } = await treeOf(0.45);
  const { leaves } = tree;
  const wrong = [
    { ...tree, leaves: leaves.slice(1) },
    { ...tree, leaves: leaves.map(({ splits }) => ({ splits })) },
    { ...tree, conjunctions: [1] },
    { ...tree, leaves: [{ splits: [], below: [float32ToBase64(Float32Array.of(1, 1))] }] },
  ];
  expect(compactProofs(wrong, network, at)).toEqual([]);
});
