import type { PlainNetwork } from '@ibp/core';
import { plainChain, plainDense, plainTensor, randomBox, randomFloats, stream, times } from '@ibp/testing';
import { plainForward, plainTrace } from '../plain/forward';
import { clippedLeaf } from './clipped-leaf';
import { region } from './region';
import { type Tree, treeRoot } from './root-enclosures';
import { certificateOf, check, forged, proofOf, verified } from './testing';
import { treeMultiplications } from './work';

const network = plainChain([2], ['dense', { kernel: plainTensor([2, 2], [1, 1, 1, -1]) }], ['relu', {}]);
// relu(x + y) + relu(x - y) - 1.5 x - 1.9, with the input beside the output: -0.4 at most on [-1, 1]^2, where lines leave 0.6
const statement = {
  boxes: [{ lower: Float64Array.of(-1, -1), upper: Float64Array.of(1, 1) }],
  unsafe: [{ c: Float64Array.of(-1.5, 0, 1, 1), d: Float64Array.of(-1.9) }],
  withInputs: true,
} as const;
const proof = (more: object, ...clipped: (readonly [number, number])[]) =>
  ({
    ...{ kind: 'tree', conjunctions: [0], intermediate: 'ibp', clips: [{}] },
    leaves: [{ splits: [], ...(clipped.length > 0 && { clipped }) }],
    ...more,
  }) as never;
const checked = async (...of: Parameters<typeof proof>) =>
  check(await certificateOf(statement, verified(proof(...of)), network), statement, network);

it('a leaf is refuted where planes leave no input that is to refute, by hand', async () => {
  expect(await checked({})).toMatchObject({ status: 'not confirmable' });
  // below 0.1 - x / 2: x is 0.2 at most, both sums 1.2, and the row below -0.4 - 0.75 x
  expect(await checked({}, [0, 0])).toMatchObject({ status: 'not confirmable' });
  // x is -8 / 15 at most, both sums 7 / 15, and the row 1.5 + 14 / 37 - 1.9 at most
  const found = await checked({}, [0, 0], [0, 0]);
  expect(found).toMatchObject({ status: 'confirmed' });
  const [, bound] = /all below (\S+) in/.exec((found as { reason: string }).reason)!;
  expect(Number(bound)).toBeCloseTo(14 / 37 - 0.4, 6);
});

it.each([
  ['expected clips that there are', {}, [[0, 1]]],
  ['expected clips that there are', {}, [[1, 0]]],
  ['expected every beta >= 0', { clips: [{ betas: [-1] }] }, []],
  ['expected every beta >= 0', { clips: [{ below: ['', ''] }] }, []],
  ['expected clips that there are', { clips: [{ betas: [1] }] }, [[0, 0]]],
  ['expected a multiplier for each of 1 rows', { clips: [{ multipliers: [[1, 2]] }] }, []],
])('refuses clips that do not fit: %s', async (reason, more, clipped) => {
  const found = await checked(more, ...(clipped as [number, number][]));
  expect(found).toMatchObject({ status: 'rejected' });
  expect((found as { reason: string }).reason).toContain(reason);
});

it('clips are of one conjunction, or what one leaves out would refute the other', async () => {
  const two = { ...statement, unsafe: [...statement.unsafe, ...statement.unsafe] };
  const given = proof({ conjunctions: [0, 1] }, [0, 0]);
  const found = await check(await certificateOf(two, verified(given), network), two, network);
  expect(found).toMatchObject({
    status: 'rejected',
    reason: expect.stringContaining('clips of one conjunction'),
  });
});

it('a bound that clips do not give is not believed', async () => {
  const given = verified(proof({}, [0, 0], [0, 0]));
  const better = await forged(await certificateOf(statement, given, network), (copy) => {
    (proofOf(copy) as { bounds?: number[] }).bounds = [-5];
  });
  expect(await check(better, statement, network)).toMatchObject({ status: 'rejected' });
});

/** Whether an input meets the splits of a leaf. */
const meets = ({ splits }: Tree['leaves'][number], values: readonly Float64Array[]): boolean =>
  splits.every(({ node, unit, side, at = 0 }) =>
    side === 'active' ? values[node]![unit]! >= at : values[node]![unit]! <= at,
  );

it.each([
  ['relu', plainDense([3, 8, 8, 2], 10)],
  ['leakyRelu', plainDense([3, 8, 8, 2], 20, 'leakyRelu', { alpha: 0.1 })],
  ['tanh', plainDense([3, 8, 8, 2], 30, 'tanh')],
] as [string, PlainNetwork][])('inputs that are to refute stay in a clipped leaf, %s', (_, net) => {
  const [first, second] = [1, 3];
  let [inside, narrower, empty] = [0, 0, 0];
  for (let seed = 1; seed <= 12; seed++) {
    const box = randomBox(net, seed, 1, true);
    const c = Float64Array.from(randomFloats(2, seed));
    const next = stream(seed);
    const points = Array.from({ length: 300 * times }, () =>
      box.lower.map((l, i) => l + next() * (box.upper[i]! - l)),
    );
    const rowAt = (x: Float64Array) => plainForward(net, x).reduce((sum, z, i) => sum + c[i]! * z, 0);
    const values = points.map(rowAt).sort((a, b) => a - b);
    // unsafe: a few of the points
    const d = Float64Array.of(-values[Math.floor(0.97 * values.length)]!);
    const at = region(net, box, [{ c, d }]);
    const about = {
      ...{ kind: 'tree', conjunctions: [0], intermediate: 'ibp', clips: [{}, { betas: [0.1] }] },
      hidden: [
        { node: second, units: [0, 1, 2, 3, 4, 5, 6, 7], above: Array(8).fill(''), below: Array(8).fill('') },
      ],
    } as Omit<Tree, 'leaves'>;
    for (const side of ['active', 'inactive'] as const) {
      const leaf: Tree['leaves'][number] = {
        splits: [{ node: first, unit: 2, side }],
        clipped: [
          [0, 0],
          [1, 1],
          [1, 0],
        ],
      };
      const root = treeRoot(about, at);
      const { boxes, state } = clippedLeaf(about, leaf, root, at);
      if (state === 'empty') empty += 1;
      if (state === 'bounded') {
        const width = ({ lower, upper }: (typeof boxes)[number]) =>
          upper.reduce((sum, u, i) => sum + u - lower[i]!, 0);
        narrower += width(root.enclosures.boxes[second]!) - width(boxes[second]!);
      }
      for (const x of points) {
        const trace = plainTrace(net, x);
        if (!meets(leaf, trace) || rowAt(x) + d[0]! < 1e-9) continue;
        inside += 1;
        expect(state).toBe('bounded');
        for (const node of [first, second]) {
          trace[node]!.forEach((z, i) => {
            expect(z).toBeGreaterThanOrEqual(boxes[node]!.lower[i]! - 1e-12);
            expect(z).toBeLessThanOrEqual(boxes[node]!.upper[i]! + 1e-12);
          });
        }
      }
    }
  }
  expect(inside).toBeGreaterThan(40);
  expect(narrower).toBeGreaterThan(1);
  expect(empty).toBeLessThan(24);
});

it('counts a clip once that leaves after one another share', () => {
  const split = (side: 'active' | 'inactive') => ({ node: 1, unit: 0, side });
  const leaf = (...sides: ('active' | 'inactive')[]) => ({
    splits: sides.map(split),
    clipped: sides.map((_, k): [number, number] => [k, 0]),
  });
  const work = (...leaves: ReturnType<typeof leaf>[]) =>
    treeMultiplications(network, { intermediate: 'ibp', clips: [{}], leaves }, 1);
  const [one, two] = [leaf('active', 'active'), leaf('active', 'inactive')];
  const bare = ({ splits }: typeof one) => ({ splits, clipped: [] });
  const each = work(one) - work(bare(one));
  // both clips of the second are of parts that hold the first too
  expect(work(one, two) - work(bare(one), bare(two))).toBe(each);
  expect(work(one, leaf('inactive', 'active')) - work(bare(one), bare(two))).toBeGreaterThan(each);
});
