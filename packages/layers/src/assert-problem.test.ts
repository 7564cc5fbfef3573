import type { IntervalBounds, LinearSpec } from '@ibp/bounds';
import * as tf from '@tensorflow/tfjs-core';
import { ibp } from './bound-method';
import { network } from './builder';
import { dense } from './builders/dense';
import { compileBound } from './compiled-bound';
import { elide } from './elide';
import type { Engine } from './engine';
import { propagate, propagateAll } from './interpreter';
import { lower } from './lowering/lower';
import { disposeNetwork } from './network';

const net = () => network([2], dense(3));
const box = (a: readonly number[], b = a): IntervalBounds => ({
  lower: tf.zeros([...a]),
  upper: tf.ones([...b]),
});
const spec = (c: readonly number[], d: readonly number[]): LinearSpec => ({
  c: tf.ones([...c]),
  d: tf.ones([...d] as [number, number]),
});

/** A box, a specification, and what of them does not fit two inputs and three outputs. */
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
  ['another batch', () => box([2, 2]), () => spec([1, 1, 3], [1, 1]), 'expected shape [2,*,3], got [1,1,3]'],
  [
    'a box of three inputs',
    () => box([1, 3]),
    () => spec([1, 1, 3], [1, 1]),
    'expected shape [*,2], got [1,3]',
  ],
  [
    'a box with another upper end',
    () => box([2, 2], [1, 2]),
    () => spec([2, 1, 3], [2, 1]),
    'expected shape [2,2], got [1,2]',
  ],
];

it.each(misfits)('ibp and compiled bounds refuse %s', async (_, makeBox, makeSpec, message) => {
  const [input, rows] = [makeBox(), makeSpec()];
  const made = net();
  for (const method of [ibp(), ibp({ elide: false })]) {
    expect(() => method(lower(made), input, rows)).toThrow(message);
  }
  // refused before the engine is asked
  const compiled = compileBound({} as Engine, made, ibp());
  await expect(compiled.bound(input, rows)).rejects.toThrow(message);
  disposeNetwork(made);
  tf.dispose([input, rows]);
});

it('elide refuses what is no specification of the output, propagate a box with ends of two shapes', () => {
  const made = net();
  const rows = spec([1, 2, 3], [1, 1]);
  const input = box([2, 2], [1, 2]);
  expect(() => elide(lower(made), rows)).toThrow(
    'elide: d of the specification: expected shape [1,2], got [1,1]',
  );
  for (const bounds of [propagate, propagateAll]) {
    expect(() => bounds(made, input)).toThrow('upper end of the box: expected shape [2,2], got [1,2]');
  }
  disposeNetwork(made);
  tf.dispose([rows, input]);
});
