import { type IntervalBounds, type LinearSpec, seededDraw } from '@ibp/bounds';
import { type BoundMethod, dense, disposeNetwork, lower, network, relu, sequential } from '@ibp/layers';
import { dualBound, hybridZonotope, outerPolytope, wongKolter } from '@ibp/relax';
import * as tf from '@tensorflow/tfjs-core';
import { learnedDual } from './learned-dual';
import { projectedDual } from './projected-dual';
import { withVerifier } from './verifier';

const box = (shape: readonly number[]): IntervalBounds => ({
  lower: tf.zeros([...shape]),
  upper: tf.ones([...shape]),
});
const spec = (c: readonly number[], d: readonly number[]): LinearSpec => ({
  c: tf.ones([...c]),
  d: tf.ones([...d] as [number, number]),
});

it.each([
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
  ['no rows at all', () => box([1, 2]), () => spec([1, 0, 3], [1, 0]), 'expected at least one specification'],
  ['another batch', () => box([1, 2]), () => spec([2, 1, 3], [2, 1]), 'expected shape [1,*,3], got [2,1,3]'],
  [
    'a box of three inputs',
    () => box([1, 3]),
    () => spec([1, 1, 3], [1, 1]),
    'expected shape [*,2], got [1,3]',
  ],
] as const)('%s: no bound of a loss takes it', (_, makeBox, makeSpec, message) => {
  const [input, rows] = [makeBox(), makeSpec()];
  const net = withVerifier(network([2], sequential(dense(4), relu(), dense(3))));
  const lowered = lower(net);
  const methods: BoundMethod[] = [
    hybridZonotope(),
    outerPolytope(),
    learnedDual(net),
    projectedDual(seededDraw(1), 9),
  ];
  for (const method of methods) expect(() => method(lowered, input, rows)).toThrow(message);
  disposeNetwork(net);
  tf.dispose([{ ...input }, { ...rows }]);
});

it('nor does the dual bound itself', () => {
  const net = network([2], sequential(dense(4), relu(), dense(3)));
  const rows = spec([1, 2, 3], [1, 1]);
  const input = box([1, 2]);
  expect(() => dualBound(lower(net), rows, { boundsOf: () => input, variables: wongKolter })).toThrow(
    'dualBound: d of the specification: expected shape [1,2], got [1,1]',
  );
  disposeNetwork(net);
  tf.dispose([rows, { ...input }]);
});
