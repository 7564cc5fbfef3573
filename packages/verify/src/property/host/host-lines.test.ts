import type { PlainNetwork } from '@ibp/core';
import { enclose, exactBackward, type PlainSpec, plainForward, rigorousBounds } from '@ibp/exact';
import { plainChain, plainDense, plainResidual, plainTensor, randomFloats, stream } from '@ibp/testing';
import { halvesOf } from '../region';
import { linesOnHost } from './host-lines';
import { hostNetwork } from './host-network';

const boxAround = (size: number, radius: number, seed: number) => {
  const center = Float64Array.from(randomFloats(size, seed));
  return { lower: center.map((v) => v - radius), upper: center.map((v) => v + radius) };
};
const spec = (rows: number, outputs: number, seed: number) => ({
  c: Float64Array.from(randomFloats(rows * outputs, seed)),
  d: Float64Array.from(randomFloats(rows, seed + 1)),
});
/** As one conjunction. */
const rowsOf = (rows: PlainSpec) => ({
  spec: rows,
  conjunctions: [{ index: 0, start: 0, end: rows.d.length }],
});
const rowsAt = ({ c, d }: ReturnType<typeof spec>, z: Float64Array) =>
  d.map((constant, r) => z.reduce((sum, v, k) => sum + c[r * z.length + k]! * v, constant));

const joins = (seed: number): PlainNetwork => {
  const dense = (inputs: number, outputs: number, at: number) => ({
    kernel: plainTensor([inputs, outputs], randomFloats(inputs * outputs, seed + at)),
    bias: plainTensor([outputs], randomFloats([outputs][0]!, seed + at + 1)),
  });
  return plainChain(
    [3],
    ['dense', dense(3, 5, 2)],
    ['relu', {}],
    ['dense', dense(5, 5, 4)],
    ['abs', {}],
    ['concat', { axis: 0 }, [2, 4]],
    ['leakyRelu', { alpha: 0.3 }],
    ['dense', dense(10, 3, 6)],
  );
};

/** Activations of the input and of one another. */
const stacked = (seed: number): PlainNetwork =>
  plainChain(
    [3],
    ['leakyRelu', { alpha: 0.2 }],
    ['dense', { kernel: plainTensor([3, 6], randomFloats(18, seed, 1.5)) }],
    ['leakyRelu', { alpha: 2 }],
    ['abs', {}],
    ['relu', {}],
    ['dense', { kernel: plainTensor([6, 3], randomFloats(18, seed + 1)) }],
  );

/** Layers without an activation between them, and units that are others, or their negatives, or take in nothing. */
const simplifiable = (seed: number): PlainNetwork => {
  const first = randomFloats(9, seed);
  const twins = plainTensor([3, 6], [1, -1, 0, 0, 0, 1, 0, 0, 1, -1, 0, 1, 0, 0, 0, 0, 0, -1]);
  const last = randomFloats(24, seed + 1).map((v) => Math.round(8 * v) / 8);
  return plainChain(
    [3],
    ['dense', { kernel: plainTensor([3, 3], first) }],
    ['dense', { kernel: twins, bias: plainTensor([6], [0.5, -0.5, 0, 0, -1, 0]) }],
    ['leakyRelu', { alpha: 0.25 }],
    ['dense', { kernel: plainTensor([6, 4], last) }],
  );
};

const nets: [string, (seed: number) => PlainNetwork][] = [
  ['dense', (seed) => plainDense([3, 9, 8, 7, 4], seed)],
  ['with a concave kink', (seed) => plainDense([3, 9, 8, 4], seed, 'leakyRelu', { alpha: 2.5 })],
  ['joined', joins],
  ['simpler than it looks', simplifiable],
  ['of activations one after the other', stacked],
  ['convolutional and residual', plainResidual],
];

describe.each(nets)('lines of a network that is %s', (_, make) => {
  it.each([1, 2, 3])('are above its rows at points of the box and of its parts, with seed %d', (seed) => {
    const plain = make(seed);
    const size = plain.nodes[0]!.shape.reduce((a, b) => a * b, 1);
    const outputs = plain.nodes.at(-1)!.shape.reduce((a, b) => a * b, 1);
    const rows = spec(5, outputs, seed);
    const whole = boxAround(size, 0.4, seed);
    const bounder = linesOnHost(hostNetwork(plain)!, rowsOf(rows), whole)!;
    const [root] = bounder.bound([{ box: whole, open: [0] }]);
    const halves = halvesOf(whole, 0, (whole.lower[0]! + whole.upper[0]!) / 2);
    const below = bounder.bound(
      halves.map((box) => ({ box, inner: root!.inner, sums: root!.sums, open: [0] })),
    );
    const quick = halves.map((box) => bounder.estimate!({ box, inner: root!.inner, sums: root!.sums }));
    const next = stream(seed);
    let least = Number.POSITIVE_INFINITY;
    for (const [box, lines] of [
      [whole, root!],
      ...halves.flatMap((box, i) => [[box, below[i]!] as const, [box, quick[i]!] as const]),
    ] as const) {
      for (let k = 0; k < 100; k++) {
        const x = box.lower.map((l, i) =>
          k < 8 ? (next() < 0.5 ? l : box.upper[i]!) : l + next() * (box.upper[i]! - l),
        );
        const values = rowsAt(rows, plainForward(plain, x));
        const sums = lines.sums!.map(({ multipliers }) =>
          multipliers.reduce((sum, m, r) => sum + m * values[r]!, 0),
        );
        for (const [r, value] of [...values, ...sums].entries()) {
          const at = ({ coefficients, constants }: Pick<typeof lines, 'coefficients' | 'constants'>) =>
            x.reduce((sum, v, i) => sum + coefficients[r * size + i]! * v, constants[r]!);
          const best = at(lines.lower ?? lines);
          least = Math.min(least, at(lines) - value, best - value, lines.bounds[r]! - best);
        }
      }
    }
    expect(least).toBeGreaterThanOrEqual(-1e-12);
  });
});

it('are as tight as those of the checker, and of a part as tight as what is known of the whole allows', () => {
  const plain = plainDense([3, 12, 12, 4], 5);
  const rows = spec(4, 4, 9);
  const whole = boxAround(3, 0.5, 4);
  const { bound } = linesOnHost(hostNetwork(plain)!, rowsOf(rows), whole)!;
  const [root] = bound([{ box: whole }]);
  const checked = rigorousBounds(plain, whole, rows, { method: 'crown-crown' });
  root!.bounds.forEach((value, r) => {
    expect(value).toBeLessThan(checked[r]! + 1e-9);
  });
  const loose = exactBackward(plain, enclose(plain, whole), rows);
  expect(root!.bounds.some((value, r) => value < loose[r]! - 0.1)).toBe(true);
  const [part] = halvesOf(whole, 1, whole.lower[1]! + 0.5);
  const [alone] = bound([{ box: part }]);
  const [inherited] = bound([{ box: part, inner: root!.inner }]);
  inherited!.bounds.forEach((value, r) => {
    expect(value).toBeLessThan(root!.bounds[r]!);
    expect(value).toBeLessThan(alone!.bounds[r]! + 0.05);
  });
});

it('is nothing where an op is not linear on both sides of 0, or intervals overflow', () => {
  expect(hostNetwork(plainDense([2, 3, 2], 1, 'sigmoid'))).toBeUndefined();
  expect(hostNetwork(plainDense([2, 3, 2], 1, 'relu6'))).toBeUndefined();
  const huge = plainChain([1], ['dense', { kernel: plainTensor([1, 1], [3e38]) }], ['relu', {}]);
  const box = { lower: Float64Array.of(0), upper: Float64Array.of(1e300) };
  const rows = { c: Float64Array.of(1), d: Float64Array.of(0) };
  expect(linesOnHost(hostNetwork(huge)!, rowsOf(rows), box)).toBeUndefined();
});

it('more rows than go backward at once are bounded in turn', () => {
  const plain = plainDense([2, 4, 3], 3);
  const box = boxAround(2, 0.3, 2);
  const rows = spec(150, 3, 7);
  const [lines] = linesOnHost(hostNetwork(plain)!, rowsOf(rows), box)!.bound([{ box }]);
  const checked = rigorousBounds(plain, box, rows, { method: 'crown-crown' });
  expect(lines!.bounds).toHaveLength(150);
  lines!.bounds.forEach((value, r) => {
    expect(value).toBeLessThan(checked[r]! + 1e-9);
  });
});
