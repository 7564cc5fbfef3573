import { plainChain, plainTensor, randomFloats, stream } from '@ibp/testing';
import { dyadic, isAtMost, plus, times } from '../testing/dyadic';
import { rigorousBounds } from './bounds';
import { rigorousBox } from './enclosure';

/** `A(x) B(x)`, two by two matrices, each of linear functions of three inputs. */
const productOf = (seed: number) => {
  const kernels = [0, 1].map((i) => randomFloats(12, seed + i, 1));
  const network = plainChain(
    [3],
    ['dense', { kernel: plainTensor([3, 4], kernels[0]!) }],
    ['reshape', { shape: [2, 2] }],
    ['dense', { kernel: plainTensor([3, 4], kernels[1]!) }, [0]],
    ['reshape', { shape: [2, 2] }],
    ['matMul', {}, [2, 4]],
  );
  return { network, kernels };
};

it('no point exceeds the planes of a product of matrices, exactly, and they are tighter than intervals', () => {
  let gained = 0;
  for (let seed = 0; seed < 12; seed++) {
    const { network, kernels } = productOf(10 * seed);
    const center = randomFloats(3, seed);
    const box = rigorousBox(center, 0.2, [-2, 2]);
    const spec = { c: Float64Array.of(1, 0, -1, 2, 0, -1, 0, 0), d: Float64Array.of(0.5, 0) };
    const [byIntervals, byPlanes] = (['ibp', 'crown'] as const).map((method) =>
      rigorousBounds(network, box, spec, { method }),
    );
    const next = stream(seed);
    for (let k = 0; k < 20; k++) {
      const x = Array.from(box.lower, (l, i) => (k % 2 ? (next() < 0.5 ? l : box.upper[i]!) : center[i]!));
      const unit = (kernel: Float32Array, j: number) =>
        x.reduce((sum, v, i) => plus(sum, times(dyadic(kernel[4 * i + j]!), dyadic(v))), dyadic(0));
      const [a, b] = kernels.map((kernel) => [0, 1, 2, 3].map((j) => unit(kernel, j)));
      const at = (i: number, j: number) => plus(times(a![2 * i]!, b![j]!), times(a![2 * i + 1]!, b![2 + j]!));
      const y = [at(0, 0), at(0, 1), at(1, 0), at(1, 1)];
      for (const row of [0, 1]) {
        const value = y.reduce(
          (sum, v, i) => plus(sum, times(dyadic(spec.c[4 * row + i]!), v)),
          dyadic(spec.d[row]!),
        );
        for (const bounds of [byIntervals, byPlanes]) {
          expect(isAtMost(value, dyadic(bounds![row]!))).toBe(true);
        }
      }
    }
    gained += byIntervals![0]! - byPlanes![0]! + byIntervals![1]! - byPlanes![1]!;
  }
  expect(gained).toBeGreaterThan(1);
});
