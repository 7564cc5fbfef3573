import { leastOfSums, type PlaneOverBox } from '@ibp/exact';
import { fallBytes } from './fall-bytes';

type Fall = (...of: [row: number, half: number, width: number, mu: number, out: number]) => void;

/** Planes where `fall.wat` adds them up: `greatestWhere` of those, by numbers, where another is not below 0. */
export type PlanesOnHeap = {
  /** What the next are asked about. */
  readonly setHalf: (half: PlaneOverBox) => void;
  readonly greatest: (plane: number, known: number) => number;
};

const bytes = (): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(fallBytes), (c) => c.charCodeAt(0));

/** Writes planes of so many features where they are added up. */
export function planesOnHeap(planes: readonly (PlaneOverBox | undefined)[], features: number): PlanesOnHeap {
  const stride = features + (features & 1);
  const [half, out] = [planes.length * stride, (planes.length + 1) * stride];
  const memory = new WebAssembly.Memory({ initial: Math.ceil((8 * (out + 2)) / 2 ** 16) });
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes()), { host: { memory } });
  const fall = exports.fall as Fall;
  const heap = new Float64Array(memory.buffer);
  planes.forEach((plane, k) => {
    if (plane) heap.set(plane.slopes, k * stride);
  });
  const bounds = planes.map((plane) => plane?.bound);
  let other = 0;
  return {
    setHalf: ({ bound, slopes }) => {
      heap.set(slopes, half);
      other = bound;
    },
    greatest: (plane, known) => {
      const bound = bounds[plane];
      if (bound === undefined) return known;
      const sums = (mu: number) => {
        fall(8 * plane * stride, 8 * half, 8 * stride, mu, 8 * out);
        return { taken: heap[out]!, rest: heap[out + 1]! };
      };
      return leastOfSums(bound, other, { features, sums, known });
    },
  };
}
