import { plainForward } from '@ibp/exact';
import { apply, disposeNetwork } from '@ibp/layers';
import { plainNetwork } from '@ibp/verify';
import * as tf from '@tensorflow/tfjs-core';
import { drawCase } from '../draw-case';
import { NetBuilder } from '../net';
import { networkOf } from '../tensors';
import { evaluator, rowValue } from './evaluate';
import { above, exactRowValue } from './exact';

/** The nets of a run and the middle of their first box, their values in float64 and on the backend. */
async function* nets(count: number) {
  for (let index = 0; index < count; index++) {
    const drawn = drawCase(7, index);
    if (drawn.family === 'poison') continue;
    const { lower, upper } = drawn.boxes[0]!;
    const x = Float64Array.from(lower, (l, i) => Math.fround(l / 2 + upper[i]! / 2));
    const network = networkOf(drawn.net);
    try {
      const plain = await plainNetwork(network);
      yield { drawn, network, plain, x, by: evaluator(plain) };
    } finally {
      disposeNetwork(network);
    }
  }
}

it('computes what the packages do, on nets of all families', async () => {
  let [compared, near] = [0, 0];
  for await (const { network, plain, x, by, drawn } of nets(150)) {
    const { value, error } = by.output(x);
    const theirs = plainForward(plain, x);
    const running = tf.tidy(() =>
      apply(network, tf.tensor(Float32Array.from(x), [1, ...network.inputShape])).dataSync(),
    );
    for (const [i, v] of value.entries()) {
      if (!Number.isFinite(v) || !Number.isFinite(error[i]!)) continue;
      // two ways to sum the same in float64: both within the error
      expect(`${drawn.index} ${Math.abs(theirs[i]! - v) <= 2 * error[i]! + 1e-300}`).toBe(
        `${drawn.index} true`,
      );
      compared++;
      if (Math.abs(running[i]! - v) <= 1e-4 * Math.max(1, Math.abs(v))) near++;
    }
  }
  expect(compared).toBeGreaterThan(300);
  expect(near / compared).toBeGreaterThan(0.7); // float32 loses the rest: that is what is looked for
});

it('encloses the exact value of a row in its error', async () => {
  let compared = 0;
  for await (const { x, by, drawn } of nets(120)) {
    const row = { c: drawn.directions[0]!, d: 0.25 };
    const [value, error] = rowValue(row, by.output(x));
    if (!Number.isFinite(value)) continue;
    const exactly = exactRowValue(by, row, x);
    if (!exactly) continue;
    expect(above(exactly, value - error)).toBeGreaterThanOrEqual(0);
    expect(above(exactly, value + error)).toBeLessThanOrEqual(0);
    compared++;
  }
  expect(compared).toBeGreaterThan(30);
});

it('tells what float64 cannot: 2^60 + 1 less 2^60', async () => {
  const net = new NetBuilder([1])
    .dense([[2 ** 60]], [1])
    .dense([[1]], [-(2 ** 60)])
    .done();
  const network = networkOf(net);
  const by = evaluator(await plainNetwork(network));
  disposeNetwork(network);
  const row = { c: Float32Array.of(1), d: 0 };
  const [value, error] = rowValue(row, by.output(Float64Array.of(1)));
  expect(value).toBe(0);
  expect(error).toBeGreaterThan(1);
  expect(above(exactRowValue(by, row, Float64Array.of(1))!, 0)).toBe(1);
});
