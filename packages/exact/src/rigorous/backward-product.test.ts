import { plainChain, plainTensor, randomFloats, stream } from '@ibp/testing';
import { dyadic, isAtMost, minus, plus, times } from '../testing/dyadic';
import { rigorousBounds } from './bounds';
import { rigorousBox } from './enclosure';

/** `(k1 x)(k2 x)` for two rows of weights of `n` inputs. */
const productOf = (n: number, seed: number) => {
  const kernels = [0, 1].map((i) => randomFloats(n * 2, seed + i, 2));
  const network = plainChain(
    [n],
    ['dense', { kernel: plainTensor([n, 2], kernels[0]!) }],
    ['dense', { kernel: plainTensor([n, 2], kernels[1]!) }, [0]],
    ['multiply', {}, [1, 2]],
  );
  return { network, kernels };
};

it('no point exceeds the planes of a product, exactly, and they are tighter than intervals', () => {
  let gained = 0;
  for (let seed = 0; seed < 20; seed++) {
    const { network, kernels } = productOf(3, 10 * seed);
    const center = randomFloats(3, seed);
    const box = rigorousBox(center, 0.2, [-2, 2]);
    const spec = { c: Float64Array.of(1, -1, -1, -1), d: Float64Array.of(0.5, 0) };
    const [byIntervals, byPlanes] = (['ibp', 'crown'] as const).map((method) =>
      rigorousBounds(network, box, spec, { method }),
    );
    const next = stream(seed);
    for (let k = 0; k < 20; k++) {
      const x = Array.from(box.lower, (l, i) => (k % 2 ? (next() < 0.5 ? l : box.upper[i]!) : center[i]!));
      const unit = (kernel: Float32Array, j: number) =>
        x.reduce((sum, v, i) => plus(sum, times(dyadic(kernel[2 * i + j]!), dyadic(v))), dyadic(0));
      const z = [0, 1].map((j) => times(unit(kernels[0]!, j), unit(kernels[1]!, j)));
      const values = [plus(minus(z[0]!, z[1]!), dyadic(0.5)), minus(minus(dyadic(0), z[0]!), z[1]!)];
      for (const [row, value] of values.entries()) {
        expect(isAtMost(value, dyadic(byPlanes![row]!)) && isAtMost(value, dyadic(byIntervals![row]!))).toBe(
          true,
        );
      }
    }
    gained += byIntervals![0]! - byPlanes![0]! + byIntervals![1]! - byPlanes![1]!;
  }
  expect(gained).toBeGreaterThan(1);
});
