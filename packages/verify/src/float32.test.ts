import { type LinearSpec, specValues } from '@ibp/bounds';
import {
  activation,
  apply,
  type BoundMethod,
  dense,
  disposeNetwork,
  ibp,
  type Layer,
  lower,
  network,
  propagate,
  propagateAll,
  relu,
  sequential,
} from '@ibp/layers';
import { alphaCrown, crown, crownBounds, crownIbp, fastLin, forwardLinear, zonotope } from '@ibp/relax';
import * as tf from '@tensorflow/tfjs-core';
import { branchAndBound } from './branch-and-bound';

/**
 * Networks of two inputs in [0, 1] whose greatest margin `z1 - z0` is known, and lost by arithmetic that rounds a large
 * number before it takes it away again.
 */
type Case = {
  readonly layer: Layer;
  readonly biases: { readonly [name: string]: number[] };
  readonly greatest: number;
};

const matrix = (rows: number[][]) => dense(rows[0]!.length, { kernelInitializer: () => tf.tensor2d(rows) });
/** `(w x0, x1)` */
const scaled = (w: number) =>
  matrix([
    [w, 0],
    [0, 1],
  ]);

/** `z = (w x0, x1 - 1/2)`: 1/2 at (0, 1). */
const large = (w: number): Case => ({
  layer: scaled(w),
  biases: { 'dense_1/bias': [0, -0.5] },
  greatest: 0.5,
});

/** The same in five layers, none of them with a weight that looks large. */
const chain = (w: number): Case => ({
  layer: sequential(scaled(w), relu(), scaled(w), relu(), scaled(w), relu(), scaled(w), relu(), scaled(w)),
  biases: { 'dense_5/bias': [0, -0.5] },
  greatest: 0.5,
});

/** `z = (1/2, relu(x1 - w x0))`: 1/2 at (0, 1), where a relu that float32 takes for dead is on. */
const dead = (w: number): Case => ({
  layer: sequential(matrix([[-w], [1]]), relu(), matrix([[0, 1]])),
  biases: { 'dense_2/bias': [0.5, 0] },
  greatest: 0.5,
});

/** `z = (exp(36 x0 - 18), exp(x1 - 1) - 3/4)`: 1/4, less `exp(-18)`, at (0, 1). */
const exponential: Case = {
  layer: sequential(scaled(36), activation('exp'), scaled(1)),
  biases: { 'dense_1/bias': [-18, -1], 'dense_2/bias': [0, -0.75] },
  greatest: 0.25 - Math.exp(-18),
};

const cases: { readonly [name: string]: Case } = {
  ...Object.fromEntries([10, 24, 25, 27, 40, 60].map((n) => [`a weight of 2^${n}`, large(2 ** n)])),
  ...Object.fromEntries([16, 32, 64].map((w) => [`five weights of ${w}`, chain(w)])),
  ...Object.fromEntries([10, 24, 25, 27, 40].map((n) => [`a relu that looks dead, 2^${n}`, dead(2 ** n)])),
  exponentials: exponential,
};

const methods: { readonly [name: string]: BoundMethod } = {
  ibp: ibp(),
  'ibp without elision': ibp({ elide: false }),
  crown: crown(),
  crownIbp: crownIbp(),
  fastLin: fastLin(),
  alphaCrown: alphaCrown(),
  forwardLinear: forwardLinear(),
  zonotope: zonotope(),
};

const box = () => ({ lower: tf.zeros([1, 2]), upper: tf.ones([1, 2]) });
const margin = (): LinearSpec => ({ c: tf.tensor3d([[[-1, 1]]]), d: tf.zeros([1, 1]) });

const build = ({ layer, biases }: Case) => {
  const net = network([2], layer);
  for (const [name, values] of Object.entries(biases)) {
    tf.tidy(() => net.variables[name]!.assign(tf.tensor1d(values)));
  }
  return net;
};

describe.each(Object.entries(cases))('%s', (_, of) => {
  it.each(Object.entries(methods))('%s is nowhere below the greatest margin', (_name, method) => {
    const net = build(of);
    const [found] = tf.tidy(() => method(lower(net), box(), margin()).dataSync());
    expect(found).toBeGreaterThanOrEqual(of.greatest);
    disposeNetwork(net);
  });

  it('branch and bound proves nothing', async () => {
    const net = build(of);
    const { status, bound } = await branchAndBound(net, box(), margin(), { maxNodes: 100 });
    expect(status).not.toBe('verified');
    if (Number.isFinite(bound)) expect(bound).toBeGreaterThanOrEqual(of.greatest);
    disposeNetwork(net);
  });
});

it('values beyond float32 have no bounds', () => {
  // -(2^100 x0) 2^100, which is -2^200: -Infinity is nowhere above it
  const net = network([2], sequential(matrix([[2 ** 100], [0]]), matrix([[-(2 ** 100)]])));
  tf.tidy(() => {
    const ones = { lower: tf.ones([1, 2]), upper: tf.ones([1, 2]) };
    for (const bounds of [
      propagate(net, ones),
      propagateAll(net, ones).at(-1)!,
      crownBounds(net, ones).at(-1)!,
    ]) {
      expect([...bounds.lower.dataSync(), ...bounds.upper.dataSync()]).toEqual([Number.NaN, Number.NaN]);
    }
    const spec: LinearSpec = { c: tf.ones([1, 1, 1]), d: tf.zeros([1, 1]) };
    for (const method of Object.values(methods)) {
      expect(method(lower(net), ones, spec).dataSync()[0]).toBeNaN();
    }
  });
  disposeNetwork(net);
});

it('branch and bound calls no point a counter-example that only rounding makes one', async () => {
  // z = (x0 + 2^-25 + 2^-27, 1, 2^-26): z0 is rounded up to 1 at x0 = 1 - 2^-24, where z0 - z1 + z2 is -2^-27
  const net = network(
    [2],
    matrix([
      [1, 0, 0],
      [0, 0, 0],
    ]),
  );
  tf.tidy(() => net.variables['dense_1/bias']!.assign(tf.tensor1d([2 ** -25 + 2 ** -27, 1, 2 ** -26])));
  const input = { lower: tf.zeros([1, 2]), upper: tf.tensor2d([[1 - 2 ** -24, 0]]) };
  const spec: LinearSpec = { c: tf.tensor3d([[[1, -1, 1]]]), d: tf.zeros([1, 1]) };
  expect(specValues(spec, apply(net, input.upper)).dataSync()[0]).toBe(2 ** -26);
  const { status } = await branchAndBound(net, input, spec);
  expect(status).toBe('unknown');
  disposeNetwork(net);
});
