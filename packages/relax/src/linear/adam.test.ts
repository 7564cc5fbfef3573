import * as tf from '@tensorflow/tfjs-core';
import { adamOffset, adamRate, adamStart, adamStep } from './adam';

/** Adam as the paper writes it, with means, in float64. */
function textbook(value: number, gradients: readonly number[], rates: readonly number[]): number {
  let [x, m, v] = [value, 0, 0];
  for (const [i, g] of gradients.entries()) {
    const t = i + 1;
    m = 0.9 * m + 0.1 * g;
    v = 0.999 * v + 0.001 * g * g;
    x -= (rates[i]! * (m / (1 - 0.9 ** t))) / (Math.sqrt(v / (1 - 0.999 ** t)) + 1e-8);
  }
  return x;
}

it('takes the steps of the paper, though it keeps sums', () => {
  const gradients = [3, -0.5, 1e-3, 0, -7, 1e-6, 2, 2];
  const rates = [0.25, 0.2, 0.15, 0, 0.1, 0.1, 0.05, 0.01];
  const units = [1, -0.01, 1e-7, 0]; // what the gradients are times: as small as the 1e-8 of Adam, too
  tf.tidy(() => {
    let state = adamStart([tf.fill([units.length], 0.5)]);
    for (const [i, g] of gradients.entries()) {
      const t = i + 1;
      state = adamStep(
        state,
        [tf.mul(tf.tensor1d(units), g)],
        { rate: () => adamRate(rates[i]!, t), offset: adamOffset(t) },
        (x) => x,
      );
    }
    const found = state.values[0]!.dataSync();
    for (const [k, unit] of units.entries()) {
      const own = gradients.map((g) => g * unit);
      expect(found[k]).toBeCloseTo(textbook(0.5, own, rates), 5);
    }
    expect(found[3]).toBe(0.5); // what has no gradient stays
  });
});

it('projects every value', () => {
  tf.tidy(() => {
    const state = adamStart([tf.tensor1d([0.1, 0.9])]);
    const rates = { rate: () => adamRate(0.25, 1), offset: adamOffset(1) };
    const { values } = adamStep(state, [tf.tensor1d([1, -1])], rates, (x) => tf.clipByValue(x, 0, 1));
    expect([...values[0]!.dataSync()]).toEqual([0, 1]);
  });
});
