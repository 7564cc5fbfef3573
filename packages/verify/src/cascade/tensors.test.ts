import { rigorousBox } from '@ibp/exact';
import { dense, disposeNetwork, network } from '@ibp/layers';
import { randomFloats } from '@ibp/testing';
import { boxOf } from './tensors';

it('the boxes of questions hold all of their balls, as real numbers, at each feature', () => {
  const size = 4000;
  const net = network([size], dense(1), { seed: 1 });
  const spec = { c: Float64Array.of(1), d: Float64Array.of(0) };
  const x = randomFloats(size, 3).map((v, i) => v * 10 ** ((i % 9) - 2));
  const epsilon = Float64Array.from(randomFloats(size, 4), (v, i) =>
    i % 5 === 0 ? 0 : Math.abs(v / 3) * 10 ** ((i % 7) - 4),
  );
  const range = [
    Number.NEGATIVE_INFINITY,
    x.map((v, i) => (i % 2 === 0 ? v : Number.POSITIVE_INFINITY)),
  ] as const;
  const { lower, upper } = boxOf(net, [{ index: 0, x, spec }], { epsilon, range });
  const [low, high] = [lower.dataSync(), upper.dataSync()];
  const real = rigorousBox(x, epsilon, range);
  const wrong = [...x.keys()].filter((i) => {
    if (epsilon[i] === 0) return low[i] !== x[i] || high[i] !== x[i];
    // rounded outward itself, by less than float32 can tell
    const slack = 2 ** -50 * (Math.abs(x[i]!) + epsilon[i]!);
    return !(low[i]! <= real.lower[i]! + slack && high[i]! >= real.upper[i]! - slack);
  });
  expect(wrong).toEqual([]);
  disposeNetwork(net);
});
