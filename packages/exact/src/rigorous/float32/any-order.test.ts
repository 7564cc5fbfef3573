import type { PlainNetwork } from '@ibp/core';
import {
  plainChain,
  plainDense,
  plainResidual,
  plainTensor,
  randomFloats,
  randomNetwork,
  stream,
} from '@ibp/testing';
import { plainForward } from '../../plain/forward';
import { float32Programs, float32Sum, float32Trace, fusedMultiplyAdd } from '../../testing/float32-program';
import { exactBackward } from '../backward';
import { rigorousBounds } from '../bounds';
import { enclose, encloseOnward, rigorousRefusal } from '../enclose';
import { type Enclosure, rigorousBox } from '../enclosure';
import { leastAt } from '../least-at';
import { marginSpec } from '../spec';
import { encloseByCrown } from '../tighten';

const arithmetic = 'any-order-float32' as const;
const networks: { readonly [name: string]: PlainNetwork } = {
  'dense relu': plainDense([40, 30, 20, 3], 1),
  leakyRelu: plainDense([40, 12, 3], 2, 'leakyRelu', { alpha: 0.3 }),
  tanh: plainDense([10, 8, 3], 3, 'tanh'),
  square: plainDense([10, 8, 3], 4, 'square'),
  residual: plainResidual(5),
  pools: randomNetwork(3),
  broadcast: randomNetwork(2),
};
const sizeOfInput = ({ nodes }: PlainNetwork) => nodes[0]!.shape.reduce((a, b) => a * b, 1);
const pointIn = ({ lower, upper }: Enclosure, seed: number): Float64Array => {
  const next = stream(seed);
  // float32 numbers, toward the middle
  return lower.map((l, i) => Math.fround(l + (0.1 + 0.8 * next()) * (upper[i]! - l)));
};

describe.each(Object.entries(networks))('%s', (_, network) => {
  const center = randomFloats(sizeOfInput(network), 9).map(Math.abs);

  it('every program stays within the enclosures of its input, node by node, as real numbers do not', () => {
    let [outside, share] = [0, 0];
    const point = Float64Array.from(center);
    const { boxes, roundings, state } = enclose(network, { lower: point, upper: point }, { arithmetic });
    const real = enclose(network, { lower: point, upper: point }).boxes;
    expect(state).toBe('bounded');
    for (const program of float32Programs) {
      for (const [node, values] of float32Trace(network, point, program).entries()) {
        // what may be merged need not be a value of the program
        if (roundings![node]!.size !== undefined) continue;
        for (const [i, value] of values.entries()) {
          const { lower, upper } = boxes[node]!;
          expect(value >= lower[i]! && value <= upper[i]!).toBe(true);
          if (!(value >= real[node]!.lower[i]! && value <= real[node]!.upper[i]!)) outside += 1;
          const middle = (lower[i]! + upper[i]!) / 2;
          if (lower[i]! < upper[i]!) share = Math.max(share, Math.abs(value - middle) / (upper[i]! - middle));
        }
      }
    }
    expect(outside).toBeGreaterThan(0);
    expect(share).toBeGreaterThan(network === networks.tanh ? 1e-4 : 0.02); // of what is allowed
  });

  it('no program exceeds the bounds over a box', () => {
    const spec = marginSpec(1, 3);
    const box = rigorousBox(center, 0.05);
    const bounds = (['ibp', 'crown', 'crown-crown'] as const).map((method) => {
      const own = rigorousBounds(network, box, spec, { method, arithmetic });
      const plain = rigorousBounds(network, box, spec, { method });
      for (const [row, bound] of own.entries()) expect(bound).toBeGreaterThan(plain[row]!);
      return own;
    });
    for (let seed = 0; seed < 4; seed++) {
      const x = pointIn(box, seed);
      for (const program of float32Programs) {
        const z = float32Trace(network, x, program).at(-1)!;
        for (const own of bounds)
          for (const [row, bound] of own.entries()) {
            const target = (2 + row) % 3;
            expect(z[target]! - z[1]!).toBeLessThanOrEqual(bound);
          }
      }
    }
  });

  it('at one input the least of a row is below what every program finds', () => {
    const spec = marginSpec(1, 3);
    const point = Float64Array.from(center);
    const least = leastAt(network, spec, point, arithmetic);
    for (const program of float32Programs) {
      const z = float32Trace(network, point, program).at(-1)!;
      for (const [row, value] of least.entries())
        expect(z[(2 + row) % 3]! - z[1]!).toBeGreaterThanOrEqual(value);
    }
    for (const [row, value] of least.entries())
      expect(value).toBeLessThan(leastAt(network, spec, point)[row]!);
  });
});

/** One input, repeated, whose sum is greater than 1 in real numbers alone: 2^-25 is lost where it is added to 1. */
const sums = plainChain(
  [1],
  ['dense', { kernel: plainTensor([1, 5], [1, 2 ** -25, 2 ** -25, 2 ** -25, 2 ** -25]) }],
  ['relu', {}],
  [
    'dense',
    { kernel: plainTensor([5, 2], [1, 1, 1, 0, 1, 0, 1, 0, 1, 0]), bias: plainTensor([2], [0, 2 ** -24]) },
  ],
);

it('a margin that real numbers prove, and an order of summation breaks', () => {
  const spec = marginSpec(0, 2);
  const one = Float64Array.of(1);
  const box = { lower: one, upper: one };
  expect(rigorousBounds(sums, box, spec, { method: 'crown' })[0]).toBeLessThan(0);
  const margins = float32Programs.map((program) => {
    const [first, second] = float32Trace(sums, one, program).at(-1)!;
    return first! - second!;
  });
  expect(Math.min(...margins)).toBeLessThanOrEqual(0); // 1 + 2^-25 is 1
  expect(Math.max(...margins)).toBeGreaterThan(0); // and 2^-25 + 2^-25 is 2^-24
  for (const method of ['ibp', 'crown', 'crown-crown'] as const) {
    expect(rigorousBounds(sums, box, spec, { method, arithmetic })[0]).toBeGreaterThan(0);
  }
  // with the other logit lower by a few roundings it holds in every order
  const apart = { ...spec, d: Float64Array.of(-(2 ** -19)) };
  expect(rigorousBounds(sums, box, apart, { method: 'crown', arithmetic })[0]).toBeLessThan(0);
});

it('pays for a scale that is multiplied into the weights before it', () => {
  const [inputs, units] = [30, 6];
  const kernel = plainTensor([inputs, units], randomFloats(inputs * units, 1));
  const bias = plainTensor([units], randomFloats(units, 2));
  const scale = plainTensor([units], randomFloats(units, 3));
  const shift = plainTensor([units], randomFloats(units, 4));
  const apart = plainChain(
    [inputs],
    ['dense', { kernel, bias }],
    ['affine', { scale, shift }],
    ['relu', {}],
    ['dense', { kernel: plainTensor([units, 2], randomFloats(2 * units, 5)) }],
  );
  const folded = plainChain(
    [inputs],
    [
      'dense',
      {
        kernel: { ...kernel, data: kernel.data.map((w, k) => w * scale.data[k % units]!) },
        bias: { ...bias, data: bias.data.map((b, k) => Math.fround(b * scale.data[k]!) + shift.data[k]!) },
      },
    ],
  );
  const x = Float64Array.from(randomFloats(inputs, 6));
  const { boxes, roundings } = enclose(apart, { lower: x, upper: x }, { arithmetic });
  expect(roundings!.map(({ size }) => size !== undefined)).toEqual([false, true, false, false, false]);
  for (const program of float32Programs) {
    for (const [k, network] of [apart, folded].entries()) {
      const values = float32Trace(network, x, program)[2 - k]!;
      for (const [i, value] of values.entries()) {
        expect(value >= boxes[2]!.lower[i]! && value <= boxes[2]!.upper[i]!).toBe(true);
      }
    }
  }
});

it('pays for a sum that begins with what a residual adds', () => {
  const kernel = plainTensor([50, 1], randomFloats(50, 1, 1e-3));
  const wide = plainChain(
    [50],
    ['dense', { kernel }],
    ['dense', { kernel: plainTensor([50, 1], randomFloats(50, 2, 100)) }, [0]],
    ['relu', {}],
    ['add', {}, [1, 3]],
  );
  const x = Float64Array.from(randomFloats(50, 3)).map(Math.abs);
  const { boxes } = enclose(wide, { lower: x, upper: x }, { arithmetic });
  for (const program of float32Programs) {
    const [, , , residual] = float32Trace(wide, x, program);
    const products = Array.from(kernel.data, (w, i) => [w, x[i]!] as const);
    const value = float32Sum(products, residual![0]!, { ...program, biasFirst: true });
    expect(value >= boxes[4]!.lower[0]! && value <= boxes[4]!.upper[0]!).toBe(true);
  }
});

it('splits and hidden bounds are of computed values', () => {
  const network = networks['dense relu']!;
  const box = rigorousBox(randomFloats(40, 9).map(Math.abs), 0.05);
  const sides = (['active', 'inactive'] as const).map((side) =>
    encloseByCrown(network, box, { splits: [{ node: 1, unit: 0, side }], arithmetic }),
  );
  const spec = marginSpec(0, 3);
  const bounds = sides.map((side) => exactBackward(network, side, spec, { betas: [0.25] }));
  for (const program of float32Programs) {
    const trace = float32Trace(network, pointIn(box, 3), program);
    const side = trace[1]![0]! >= 0 ? 0 : 1;
    const z = trace.at(-1)!;
    for (const [row, bound] of bounds[side]!.entries())
      expect(z[row + 1]! - z[0]!).toBeLessThanOrEqual(bound);
  }
});

it('planes above hidden units pay for what these round', () => {
  const network = networks.leakyRelu!;
  const box = rigorousBox(randomFloats(40, 9).map(Math.abs), 0.05);
  const units = [...Array(12).keys()];
  const { data } = (network.nodes[1]!.params as { kernel: { data: Float32Array } }).kernel;
  // half of what the layer before has, unit by unit
  const slopes = units.flatMap((unit) => Array.from({ length: 40 }, (_, k) => 0.5 * data[12 * k + unit]!));
  const options = { planes: { 2: { units, slopes } } };
  const spec = marginSpec(0, 3);
  const bounds = exactBackward(network, enclose(network, box, { arithmetic }), spec, options);
  const real = exactBackward(network, enclose(network, box), spec, options);
  for (const [row, bound] of bounds.entries()) expect(bound).toBeGreaterThan(real[row]! + 1e-6);
});

it('subnormal numbers may be 0', () => {
  const tiny = plainChain([2], ['dense', { kernel: plainTensor([2, 1], [2 ** -80, 2 ** -130]) }]);
  const x = Float64Array.of(2 ** -50, 1);
  const { boxes } = enclose(tiny, { lower: x, upper: x }, { arithmetic });
  expect(plainForward(tiny, x)[0]).toBeGreaterThan(0);
  expect(boxes[1]!.lower[0]).toBeLessThan(0);
  expect(boxes[1]!.upper[0]).toBeLessThan(2 ** -100);
});

it('what may overflow in float32 proves nothing', () => {
  const huge = plainChain([1], ['dense', { kernel: plainTensor([1, 2], [2 ** 100, -(2 ** 100)]) }]);
  const x = Float64Array.of(2 ** 30);
  expect(enclose(huge, { lower: x, upper: x }, { arithmetic }).state).toBe('unsound');
  expect(enclose(huge, { lower: x, upper: x }).state).toBe('bounded');
});

it('names an op of which nothing is known in float32', () => {
  const soft = plainChain([3], ['softmax', {}]);
  expect(rigorousRefusal(soft)).toBeUndefined();
  const reason = 'no bound of what float32 makes of op "softmax" (node "softmax_1")';
  expect(rigorousRefusal(soft, arithmetic)).toBe(reason);
  const x = new Float64Array(3);
  expect(() => enclose(soft, { lower: x, upper: x }, { arithmetic })).toThrow(reason);
});

it('boxes of one arithmetic are not gone on with in the other', () => {
  const x = Float64Array.of(1);
  const box = { lower: x, upper: x };
  const known = enclose(sums, box);
  expect(() => encloseOnward(sums, box, { arithmetic }, known, 2)).toThrow(
    'expected what is known to be in any-order-float32 arithmetic',
  );
});

it('multiplies and adds with one rounding', () => {
  // 1 + 2^-23 + 2^-46 less 1 is exact, which two roundings lose
  const a = 1 + 2 ** -23;
  expect(fusedMultiplyAdd(a, a, -(1 + 2 ** -22))).toBe(2 ** -46);
  // a tie that what is far below breaks: double rounding would go to the even one below
  expect(fusedMultiplyAdd(1 + 2 ** -23, 2 ** -24, 1)).toBe(1 + 2 ** -23);
  expect(fusedMultiplyAdd(2 ** -60, 2 ** -60, 1 + 2 ** -24)).toBe(1 + 2 ** -23);
});
