import { type Ball, clipToBox } from './ball';
import type { Problem } from './problem';
import { randomOf } from './random';
import type { Run } from './run';
import { ANY } from './targets';

export type SquareRun = {
  readonly steps: number;
  /** Share of the elements that the first squares cover. */
  readonly share: number;
};

/** Height, width and channels; an input that is no image is one pixel high. */
type Image = readonly [number, number, number];

/** Shares of the run after which the squares are halved, as for 10,000 evaluations in the paper. */
const HALVED = [0.001, 0.005, 0.02, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8];

/** One random search, from vertical stripes at the ball's edge. */
export function beginSquareRun(
  problem: Problem,
  example: number,
  restart: number,
  { steps, share }: SquareRun,
): Run {
  const { network, size, seed, numberOf } = problem;
  const shape = network.inputShape;
  const image = (shape.length === 3 ? shape : [1, size, 1]) as Image;
  const ball = problem.balls[example]!;
  const random = randomOf(seed, numberOf(example), restart);
  const point = ball.x.slice();
  const signs = random('stripes', image[1] * image[2], 'sign');
  for (let i = 0; i < size; i++) point[i] = point[i]! + ball.radii[i]! * signs[i % signs.length]!;
  clipToBox(point, ball);
  const best = { loss: Number.NEGATIVE_INFINITY, point: point.slice() };
  let step = 0;
  return {
    ...{ example, target: ANY, point, random },
    advance: ({ loss }) => {
      if (loss > best.loss) {
        best.loss = loss;
        best.point.set(point);
      }
      step += 1;
      if (step >= steps) return false;
      point.set(best.point);
      const halvings = HALVED.filter((after) => step > after * steps).length;
      const pixels = pixelsOf(image, share / 2 ** halvings, random(`place:${step}`, 2));
      moveSquare(point, ball, pixels, random(`signs:${step}`, image[2], 'sign'));
      return true;
    },
  };
}

/** Moves one square, each channel of it to one side of the ball; to the other one where it is there already. */
function moveSquare(
  point: Float32Array,
  ball: Ball,
  pixels: readonly number[],
  signs: ArrayLike<number>,
): void {
  const channels = signs.length;
  const before = point.slice();
  const move = (side: number): void => {
    for (const pixel of pixels) {
      for (let k = 0; k < channels; k++) {
        const i = pixel * channels + k;
        point[i] = ball.x[i]! + side * signs[k]! * ball.radii[i]!;
      }
    }
    clipToBox(point, ball);
  };
  move(1);
  if (point.every((v, i) => v === before[i])) move(-1);
}

/** The pixels of a square that covers `share` of the image, as far as it fits, placed by two numbers in [0, 1). */
function pixelsOf([height, width]: Image, share: number, [row, column]: Float32Array): number[] {
  const area = share * height * width;
  const clamp = (n: number, most: number): number => Math.max(1, Math.min(most, Math.round(n)));
  const h = clamp(Math.sqrt(area), height);
  const w = clamp(area / h, width);
  const top = Math.floor(row! * (height - h + 1));
  const left = Math.floor(column! * (width - w + 1));
  return Array.from({ length: h * w }, (_, i) => (top + Math.floor(i / w)) * width + left + (i % w));
}
