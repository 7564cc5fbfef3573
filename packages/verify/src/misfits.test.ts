import { type IntervalBounds, type LinearSpec, linearSpec } from '@ibp/bounds';
import type { Solver } from '@ibp/exact';
import {
  enclose,
  exactBackward,
  marginSpec,
  type PlainSpec,
  plainForward,
  rigorousBounds,
  rigorousBox,
  tightened,
  verifyByLp,
  verifyByMip,
} from '@ibp/exact';
import { type BoundMethod, dense, disposeNetwork, ibp, lower, type Network, network } from '@ibp/layers';
import { alphaCrown, crown, crownBounds, crownIbp, fastLin, forwardLinear, zonotope } from '@ibp/relax';
import * as tf from '@tensorflow/tfjs-core';
import { branchAndBound } from './branch-and-bound';
import { certify } from './cascade/certify';
import { alphaCrownStage } from './cascade/stages/alpha-crown';
import { boundStage } from './cascade/stages/bound';
import { branchAndBoundStage } from './cascade/stages/branch-and-bound';
import { cleanStage } from './cascade/stages/clean';
import { rigorousStage } from './cascade/stages/rigorous';
import { explain } from './explain/explain';
import { plainNetwork } from './plain/from-network';

const methods: { readonly [name: string]: BoundMethod } = {
  crownIbp: crownIbp(),
  crown: crown(),
  fastLin: fastLin(),
  alphaCrown: alphaCrown(),
  forwardLinear: forwardLinear(),
  zonotope: zonotope(),
};

/** Outputs (0, 0, 5), whatever the inputs. */
function constant(): Network {
  const net = network([2], dense(3));
  net.variables['dense_1/kernel']!.assign(tf.zeros([2, 3]));
  net.variables['dense_1/bias']!.assign(tf.tensor1d([0, 0, 5]));
  return net;
}

const box = (a: readonly number[], b = a): IntervalBounds => ({
  lower: tf.zeros([...a]),
  upper: tf.ones([...b]),
});
const spec = (c: readonly number[], d: readonly number[]): LinearSpec => ({
  c: tf.ones([...c]),
  d: tf.ones([...d] as [number, number]),
});
const misfits: [string, () => IntervalBounds, () => LinearSpec, string][] = [
  [
    'one constant for two rows',
    () => box([1, 2]),
    () => spec([1, 2, 3], [1, 1]),
    'expected shape [1,2], got [1,1]',
  ],
  [
    'rows of two outputs',
    () => box([1, 2]),
    () => spec([1, 1, 2], [1, 1]),
    'expected shape [1,*,3], got [1,1,2]',
  ],
  [
    'no rows at all',
    () => box([1, 2]),
    () => spec([1, 0, 3], [1, 0]),
    'expected at least one specification, got c [1,0,3]',
  ],
  ['another batch', () => box([1, 2]), () => spec([2, 1, 3], [2, 1]), 'expected shape [1,*,3], got [2,1,3]'],
  [
    'a box of three inputs',
    () => box([1, 3]),
    () => spec([1, 1, 3], [1, 1]),
    'expected shape [*,2], got [1,3]',
  ],
];

it.each(misfits)('%s: no method takes it', async (_, makeBox, makeSpec, message) => {
  const [input, rows] = [makeBox(), makeSpec()];
  const net = constant();
  for (const method of Object.values(methods)) {
    expect(() => method(lower(net), input, rows)).toThrow(message);
  }
  const single = message.replace('[*,2], got', '[1,2], got');
  await expect(branchAndBound(net, input, rows)).rejects.toThrow(single);
  disposeNetwork(net);
  tf.dispose([{ ...input }, { ...rows }]);
});

it('bounds of nodes are of a box with two ends alike', () => {
  const net = constant();
  const input = box([2, 2], [1, 2]);
  expect(() => crownBounds(net, input)).toThrow('upper end of the box: expected shape [2,2], got [1,2]');
  disposeNetwork(net);
  tf.dispose(input);
});

const plainSpec = (c: readonly number[], d: readonly number[]): PlainSpec => ({
  c: Float64Array.from(c),
  d: Float64Array.from(d),
});
/** None of these is true of (0, 0, 5), or says anything of it. */
const plainMisfits: [string, PlainSpec, string][] = [
  [
    'one constant for two rows',
    plainSpec([1, 0, 0, 0, 0, 1], [-1]),
    'expected c of 1 x 3 coefficients for d of 1 row, got 6',
  ],
  ['rows of two outputs', plainSpec([1, 1], [-1]), 'expected c of 1 x 3 coefficients for d of 1 row, got 2'],
  ['no rows at all', plainSpec([], []), 'expected at least one row, got none'],
  [
    'what is no number',
    plainSpec([1, Number.NaN, 0], [-1]),
    'expected finite coefficients, got NaN in row 0',
  ],
  ['a constant without end', plainSpec([1, 1, 1], [-Infinity]), 'expected finite constants, got -Infinity'],
];

describe.each(plainMisfits)('%s', (_, rows, message) => {
  it('is an error of certify, before any stage', async () => {
    const net = constant();
    const stages = [
      cleanStage(),
      boundStage('ibp', ibp()),
      boundStage('crown', crown()),
      alphaCrownStage(),
      branchAndBoundStage(),
      rigorousStage('ibp'),
    ];
    for (const stage of stages) {
      const run = certify(net, [{ x: tf.zeros([1, 2]), spec: [rows] }], { epsilon: 0.1, stages: [stage] });
      await expect(run.next()).rejects.toThrow(`certify: example 0: ${message}`);
    }
    disposeNetwork(net);
  });

  it('is an error of every plain function', async () => {
    const net = constant();
    const plain = await plainNetwork(net);
    disposeNetwork(net);
    const input = rigorousBox([0, 0], 0.1);
    for (const method of ['ibp', 'crown', 'crown-crown'] as const) {
      expect(() => rigorousBounds(plain, input, rows, { method })).toThrow(`rigorousBounds: ${message}`);
    }
    expect(() => exactBackward(plain, enclose(plain, input), rows)).toThrow(`exactBackward: ${message}`);
    const options = { solver: {} as Solver, timeLimit: 1 };
    await expect(verifyByLp(plain, input, rows, options)).rejects.toThrow(`verifyByLp: ${message}`);
    await expect(verifyByMip(plain, input, rows, options)).rejects.toThrow(`verifyByMip: ${message}`);
  });
});

it('boxes, bounds, splits and nodes are those of the network', async () => {
  const net = constant();
  const plain = await plainNetwork(net);
  disposeNetwork(net);
  const input = rigorousBox([0, 0], 0.1);
  const longer = { lower: new Float64Array(2), upper: new Float64Array(3) };
  const rows = plainSpec([1, 1, 1], [-9]);
  const enclosures = enclose(plain, input);
  const expected = 'expected a box of 2 units, got 2 and 3';
  expect(() => rigorousBounds(plain, longer, rows)).toThrow(`rigorousBounds: ${expected}`);
  expect(() => enclose(plain, longer)).toThrow(`enclose: ${expected}`);
  expect(() => enclose(plain, input, { tighter: [input, input] })).toThrow(
    'enclose: expected a box of 3 units, got 2 and 2',
  );
  const split = (node: number, unit: number) => ({ node, unit, side: 'active' as const });
  expect(() => enclose(plain, input, { splits: [split(1, 3)] })).toThrow(
    'enclose: expected splits of units from 0 to 2 of node 1, got 3',
  );
  expect(() => enclose(plain, input, { splits: [split(2, 0)] })).toThrow(
    'expected a node from 0 to 1, got 2',
  );
  expect(() => exactBackward(plain, enclosures, rows, { node: 2 })).toThrow(
    'expected a node from 0 to 1, got 2',
  );
  expect(() => exactBackward(plain, enclosures, rows, { betas: [1] })).toThrow(
    'expected a beta for each of 0 splits, got 1',
  );
  expect(() => exactBackward(plain, { ...enclosures, boxes: [input] }, rows)).toThrow(
    'expected enclosures of 2 nodes, got 1',
  );
  expect(() => tightened(plain, enclosures, 1, [3])).toThrow('expected units from 0 to 2 of node 1, got 3');
  expect(() => plainForward(plain, new Float64Array(3))).toThrow('expected an input of 2 units, got 3');
  const options = { solver: {} as Solver, timeLimit: 1 };
  await expect(verifyByLp(plain, longer, rows, options)).rejects.toThrow(`verifyByLp: ${expected}`);
  await expect(verifyByMip(plain, input, rows, { ...options, bounds: [input, input] })).rejects.toThrow(
    'verifyByMip: bounds of node 1: expected a box of 3 units, got 2 and 2',
  );
  await expect(verifyByMip(plain, input, rows, { ...options, start: new Float32Array(1) })).rejects.toThrow(
    'verifyByMip: expected a start of 2 units, got 1',
  );
});

it('labels are classes of the network', async () => {
  expect(() => marginSpec(10, 10)).toThrow('marginSpec: expected a label from 0 to 9, got 10');
  expect(() => marginSpec(0.5, 10)).toThrow('got 0.5');
  expect(() => marginSpec(0, 1)).toThrow('marginSpec: expected classes >= 2, got 1');
  const net = constant();
  const x = tf.zeros([1, 2]);
  await expect(explain(net, x, 3, { epsilon: 0.1 })).rejects.toThrow(
    'explain: expected a label from 0 to 2, got 3',
  );
  disposeNetwork(net);
  x.dispose();
});

it('a specification with two rows is refused with one constant where it is made, too', () => {
  const c = tf.ones([1, 2, 3]);
  const d = tf.ones([1, 1]) as tf.Tensor2D;
  expect(() => linearSpec(c, d)).toThrow('linearSpec: expected shape [1,2], got [1,1]');
  tf.dispose([c, d]);
});
