import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import '../cpu';
import '../wasm';
import { runOn, seeded } from './testing';

beforeAll(() => tf.setBackend('wasm'));

const axes = fc.array(fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 5 })), {
  minLength: 1,
  maxLength: 4,
});

it('repeats as the cpu backend does', () =>
  fc.assert(
    fc.asyncProperty(
      axes,
      fc.constantFrom('float32', 'int32', 'bool'),
      fc.nat(),
      async (drawn, dtype, seed) => {
        const { shape, values } = seeded(
          drawn.map(([n]) => n),
          seed,
        );
        const whole =
          dtype === 'float32' ? values : values.map((v) => (dtype === 'bool' ? +(v > 0) : Math.round(9 * v)));
        const x = { shape, values: whole, dtype } as const;
        const attrs = { reps: drawn.map(([, times]) => times) };
        expect(await runOn('wasm', 'Tile', { x }, attrs)).toEqual(
          await runOn('cpu', 'Tile', { x }, attrs, true),
        );
      },
    ),
    { seed: 5, numRuns: 150 },
  ));

it('repeats NaN and infinities', async () => {
  const x = { shape: [3, 1], values: [Number.NaN, Number.POSITIVE_INFINITY, -0] };
  const { values } = await runOn('wasm', 'Tile', { x }, { reps: [1, 2] });
  expect(values).toEqual([
    Number.NaN,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    Number.POSITIVE_INFINITY,
    -0,
    -0,
  ]);
});
