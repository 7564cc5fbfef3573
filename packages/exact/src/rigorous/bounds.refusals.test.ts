import type { PlainNetwork } from '@ibp/core';
import { plainChain, plainDense, plainTensor, randomFloats, stream } from '@ibp/testing';
import { plainForward } from '../plain/forward';
import { rigorousBounds } from './bounds';
import { enclose, rigorousRefusal } from './enclose';
import { rigorousBox } from './enclosure';
import { marginSpec } from './spec';

const methods = ['ibp', 'crown', 'crown-crown'] as const;
const verifies = (bounds: Float64Array) => bounds.every((bound) => bound < 0);

it('refuses what rounding in float64 makes look proved', () => {
  // 2^60 x0 + x1 - 2^60 x0 - 0.5: exactly 0.5, but -0.5 where the sums are rounded in order
  const row = [2 ** 60, 1, -(2 ** 60), -0.5];
  const plain = plainChain(
    [4],
    [
      'dense',
      {
        kernel: plainTensor(
          [4, 2],
          row.flatMap((w) => [0, w]),
        ),
      },
    ],
  );
  const box = rigorousBox(new Float32Array(4).fill(1), 0);
  for (const method of methods)
    expect(verifies(rigorousBounds(plain, box, marginSpec(0, 2), { method }))).toBe(false);
});

it('a tie is not proved', () => {
  const plain = plainChain([1], ['dense', { kernel: plainTensor([1, 2], [1, 1]) }]);
  const box = rigorousBox(new Float32Array([0.5]), 0.1);
  for (const method of methods) {
    const [bound] = rigorousBounds(plain, box, marginSpec(0, 2), { method });
    expect(bound).toBeGreaterThanOrEqual(0);
  }
});

describe('nothing is proved', () => {
  const point = new Float32Array([0.2, 0.9]);
  // class 0 wins by 1000 everywhere
  const winning = (weight: number, bias = 0) =>
    plainChain(
      [2],
      ['dense', { kernel: plainTensor([2, 1], [weight, 1]), bias: plainTensor([1], [bias]) }],
      ['relu', {}],
      ['dense', { kernel: plainTensor([1, 2], [0, 0]), bias: plainTensor([2], [1000, 0]) }],
    );

  it('but the network is otherwise proved', () => {
    for (const method of methods) {
      expect(
        verifies(rigorousBounds(winning(1), rigorousBox(point, 0.1), marginSpec(0, 2), { method })),
      ).toBe(true);
    }
  });

  it.each([
    ['of a NaN weight', winning(Number.NaN), rigorousBox(point, 0.1)],
    ['of an infinite weight', winning(Number.POSITIVE_INFINITY), rigorousBox(point, 0.1)],
    ['of an infinite bias behind a relu', winning(1, Number.NEGATIVE_INFINITY), rigorousBox(point, 0.1)],
    ['of an empty box', winning(1), rigorousBox(new Float32Array([0.2, 1.5]), 0.1)],
    ['of a NaN pixel', winning(1), rigorousBox(new Float32Array([0.2, Number.NaN]), 0.1)],
    [
      'of a box with its ends reversed',
      winning(1),
      { lower: Float64Array.of(1, 1), upper: Float64Array.of(0, 2) },
    ],
    ['of an infinite box', winning(1), { lower: Float64Array.of(0, 0), upper: Float64Array.of(1, Infinity) }],
  ])('%s', (_, plain, box) => {
    for (const method of methods) {
      expect(rigorousBounds(plain, box, marginSpec(0, 2), { method })).toEqual(Float64Array.of(Number.NaN));
    }
  });

  it('where float64 overflows', () => {
    const huge = plainTensor([1, 1], [3e38]);
    const layers = Array.from({ length: 9 }, () => ['dense', { kernel: huge }] as const);
    const plain = plainChain([1], ...layers, ['dense', { kernel: plainTensor([1, 2], [1, 0]) }]);
    const bounds = rigorousBounds(plain, rigorousBox(new Float32Array([1]), 0), marginSpec(0, 2), {
      method: 'crown',
    });
    expect(bounds).toEqual(Float64Array.of(Number.NaN));
  });

  it('where float64 underflows', () => {
    const small = plainTensor([1, 1], [1e-38]);
    const layers = Array.from({ length: 9 }, () => ['dense', { kernel: small }] as const);
    // the margin is 1e-342 > 0, which float64 takes for 0, less a bias of nothing
    const plain = plainChain([1], ...layers, ['dense', { kernel: plainTensor([1, 2], [0, 1]) }]);
    for (const method of methods) {
      const bounds = rigorousBounds(plain, rigorousBox(new Float32Array([1]), 0), marginSpec(0, 2), {
        method,
      });
      expect(bounds[0]).toBeGreaterThan(0);
    }
  });
});

it('names an op without a proven rounding error', () => {
  const { nodes } = plainChain([2], ['relu', {}]);
  const unheard = {
    nodes: [nodes[0], { ...nodes[1], op: 'unheardOf', name: 'new' }],
  } as unknown as PlainNetwork;
  expect(rigorousRefusal(unheard)).toBe('no proven rounding error for op "unheardOf" (node "new")');
  expect(() => enclose(unheard, rigorousBox(new Float32Array(2), 0.1))).toThrow('unheardOf');
});

it.each([
  'tanh',
  'sigmoid',
  'softsign',
  'hardSigmoid',
  'square',
  'softplus',
  'elu',
  'gelu',
  'silu',
  'mish',
] as const)(
  '%s: CROWN is tighter than interval bounds, and neither is exceeded at points of the box',
  (op) => {
    const plain = plainDense([3, 6, 6, 3], 5, op);
    const box = rigorousBox(randomFloats(3, 2).map(Math.abs), 0.05);
    const spec = marginSpec(1, 3);
    const [byIntervals, byLines, tighter] = methods.map((method) =>
      rigorousBounds(plain, box, spec, { method }),
    );
    const next = stream(4);
    for (let i = 0; i < 50; i++) {
      const x = box.lower.map((l, k) => l + (i % 2 ? next() : Math.round(next())) * (box.upper[k]! - l));
      const z = plainForward(plain, x);
      for (const k of spec.d.keys()) {
        const value = spec.c.subarray(3 * k, 3 * k + 3).reduce((sum, c, j) => sum + c * z[j]!, 0);
        expect(value).toBeLessThan(Math.min(tighter![k]!, byLines![k]!) + 1e-12);
      }
    }
    const total = (bounds: Float64Array | undefined) => bounds!.reduce((a, b) => a + b);
    expect(total(byLines)).toBeLessThan(total(byIntervals));
    expect(total(tighter)).toBeLessThan(total(byIntervals));
  },
);

it('refuses sizes that do not fit', () => {
  const plain = plainDense([2, 3, 2], 1);
  expect(() => rigorousBounds(plain, rigorousBox(new Float32Array(3), 0.1), marginSpec(0, 2))).toThrow(
    'rigorousBounds: expected a box of 2 units, got 3 and 3',
  );
  expect(() => rigorousBounds(plain, rigorousBox(new Float32Array(2), 0.1), marginSpec(0, 3))).toThrow(
    'rigorousBounds: expected c of 2 x 2 coefficients for d of 2 rows, got 6',
  );
  expect(() => rigorousBox(new Float32Array(2), -1)).toThrow(
    'rigorousBox: expected a finite epsilon >= 0, got -1',
  );
});
