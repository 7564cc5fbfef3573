import type { LinearSpec } from '@ibp/bounds';
import type { PlainNetwork } from '@ibp/core';
import { plainForward, rigorousBounds, verifyByMip } from '@ibp/exact';
import { highsWasm } from '@ibp/exact/highs';
import { type BoundMethod, ibp } from '@ibp/layers';
import { alphaCrown, crown, crownIbp, fastLin, forwardLinear, zonotope } from '@ibp/relax';
import { exactMaximum, plainChain, plainTensor, randomFloats } from '@ibp/testing';
import * as tf from '@tensorflow/tfjs-core';
import { branchAndBound } from './branch-and-bound';
import { lowered } from './testing/lowered';

const solver = highsWasm({ threads: 1 });
afterAll(() => solver.close());

const random = (shape: readonly number[], seed: number) =>
  plainTensor(
    shape,
    randomFloats(
      shape.reduce((a, b) => a * b, 1),
      seed,
    ),
  );
const conv = (kernel: readonly number[], seed: number) => ({
  kernel: random(kernel, seed),
  bias: random(kernel.slice(-1), seed + 1),
  strides: [1, 1],
  dilations: [1, 1],
  padding: 'same',
});

type Known = {
  readonly network: PlainNetwork;
  /** Two inputs vary, the others stay. */
  readonly lower: readonly number[];
  readonly upper: readonly number[];
  /** The greatest first output over the box; by cutting it into linear pieces unless known by hand. */
  readonly greatest?: number;
};

/** As other programs write networks: channels first, constants that are taken away, transposes and reshapes. */
const known: { readonly [name: string]: Known } = {
  // |a - b| + 2 max(a, b) = 2 relu(a - b) + ... : 3 at a = 1, b = 0 and at (0, 1); 2 at (1, 1)
  'fully connected, by hand': {
    network: plainChain(
      [1, 1, 2],
      // mean and deviation of the input, which the first layer takes back
      ['affine', { scale: plainTensor([], [2]), shift: plainTensor([], [-1]) }],
      ['transpose', { permutation: [2, 0, 1] }],
      ['reshape', { shape: [2] }],
      // a - b, b - a and b, of inputs 2 a - 1, 2 b - 1
      [
        'dense',
        { kernel: plainTensor([2, 3], [0.5, -0.5, 0, -0.5, 0.5, 0.5]), bias: plainTensor([3], [0, 0, 0.5]) },
      ],
      ['relu', {}],
      // |a - b| = first + second; max(a, b) = b + first
      ['dense', { kernel: plainTensor([3, 1], [3, 1, 2]) }],
    ),
    lower: [0, 0],
    upper: [1, 1],
    greatest: 3,
  },
  'convolutional, channels first': {
    network: plainChain(
      [1, 3, 3],
      ['transpose', { permutation: [1, 2, 0] }],
      ['affine', { scale: plainTensor([1], [4]), shift: plainTensor([1], [-1.2]) }],
      [
        'pad',
        {
          paddings: [
            [1, 0],
            [0, 1],
            [0, 0],
          ],
          value: 0.3,
        },
      ],
      ['conv2d', conv([2, 2, 1, 3], 5)],
      ['relu', {}],
      ['conv2d', conv([2, 2, 3, 2], 8)],
      ['leakyRelu', { alpha: 0.1 }],
      ['transpose', { permutation: [2, 0, 1] }],
      ['reshape', { shape: [32] }],
      ['dense', { kernel: random([32, 2], 11), bias: random([2], 12) }],
    ),
    lower: [0.2, 0, 0.9, 0.4, 0, 0.3, 0.8, 0.1, 0.6],
    upper: [0.2, 1, 0.9, 0.4, 1, 0.3, 0.8, 0.1, 0.6],
  },
  'residual, with constants and differences': {
    network: plainChain(
      [4],
      ['reshape', { shape: [2, 2, 1] }],
      ['conv2d', conv([1, 1, 1, 2], 21)],
      ['affine', { scale: random([2, 2, 2], 23), shift: random([2, 2, 2], 24) }],
      ['relu', {}],
      ['conv2d', conv([2, 2, 2, 2], 25)],
      ['add', {}, [5, 2]],
      ['relu', {}],
      ['conv2d', conv([2, 2, 2, 2], 31)],
      ['subtract', {}, [7, 8]],
      ['concat', { axis: 2 }, [9, 3]],
      ['reshape', { shape: [16] }],
      ['dense', { kernel: random([16, 2], 33), bias: random([2], 34) }],
    ),
    lower: [0, 0.3, 0, 0.7],
    upper: [1, 0.3, 1, 0.7],
  },
};

const methods: { readonly [name: string]: BoundMethod } = {
  ibp: ibp(),
  crownIbp: crownIbp(),
  crown: crown(),
  fastLin: fastLin(),
  alphaCrown: alphaCrown({ steps: 5, stopWhenProved: false }),
  forwardLinear: forwardLinear(),
  zonotope: zonotope(),
};

describe.each(Object.entries(known))('%s', (_, { network, lower, upper, greatest }) => {
  // a witness is float32, and so has to be what does not vary
  const box = { lower: Float64Array.from(lower, Math.fround), upper: Float64Array.from(upper, Math.fround) };
  const outputs = network.nodes.at(-1)!.shape[0]!;
  const first = (d: number) => ({
    c: Float64Array.from({ length: outputs }, (_one, i) => (i === 0 ? 1 : 0)),
    d: Float64Array.of(d),
  });
  const most = exactMaximum(network, box, first(0));
  const rows = (d: number): LinearSpec => ({
    c: tf.tensor3d([[[...first(0).c]]]),
    d: tf.tensor2d([[d]]),
  });
  const ends = () => ({
    lower: tf.tensor([...lower], [1, ...network.nodes[0]!.shape]),
    upper: tf.tensor([...upper], [1, ...network.nodes[0]!.shape]),
  });

  it('reaches its greatest value, and no more', () => {
    if (greatest !== undefined) expect(most).toBeCloseTo(greatest, 9);
    const offsets = randomFloats(2000 * lower.length, 3).map((v) => (v + 1) / 2);
    const seen = Array.from({ length: 2000 }, (_one, k) => {
      const x = box.lower.map((l, i) => l + (box.upper[i]! - l) * offsets[k * lower.length + i]!);
      return plainForward(network, x)[0]!;
    });
    expect(Math.max(...seen)).toBeLessThanOrEqual(most + 1e-9);
    expect(Math.max(...seen)).toBeGreaterThan(most - 0.2 * Math.max(1, Math.abs(most)));
  });

  it.each(Object.keys(methods))('%s is not below it', (name) => {
    const [bound] = tf.tidy(() => methods[name]!(lowered(network), ends(), rows(0)).dataSync());
    expect(bound).toBeGreaterThanOrEqual(most - 1e-4);
  });

  it('nor are bounds in exact arithmetic', () => {
    for (const method of ['ibp', 'crown', 'crown-crown'] as const) {
      expect(rigorousBounds(network, box, first(0), { method })[0]).toBeGreaterThanOrEqual(most - 1e-9);
    }
  });

  it('complete methods tell on which side of it a threshold is', async () => {
    for (const [gap, status] of [
      [-0.01, 'verified'],
      [0.01, 'falsified'],
    ] as const) {
      const mip = await verifyByMip(network, box, first(gap - most), { solver, timeLimit: 60 });
      const tree = await branchAndBound(lowered(network), ends(), rows(gap - most));
      expect([mip.status, tree.status]).toEqual([status, status]);
    }
  });
});
