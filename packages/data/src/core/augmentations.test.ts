import { augmentations } from './augmentations';
import { seededRandom } from './random';

const [size, middle] = [11, 5];
/** One white pixel in the middle. */
const image = new Uint8Array(size * size);
image[middle * size + middle] = 255;

it.each([
  ['none', 0],
  ['flip', 0],
  ['shift', 1],
  ['crop', 4],
] as const)('%s moves an image by %p pixels at most, and as far as that', (name, most) => {
  const random = seededRandom(1);
  const seen = Array.from({ length: 400 }, () => {
    const at = augmentations[name](image, [size, size, 1], random).indexOf(255);
    return [Math.floor(at / size) - middle, (at % size) - middle];
  });
  for (const axis of [0, 1]) {
    const moved = seen.map((by) => by[axis]!);
    expect([Math.min(...moved), Math.max(...moved)]).toEqual([-most, most].map((by) => by + 0));
  }
});
