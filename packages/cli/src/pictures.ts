import { writeWhole } from '@ibp/files';
import { PNG } from 'pngjs';

/** Whether inputs of a shape can be shown: grey or colour images. */
export const isPicture = (shape: readonly number[]): boolean =>
  shape.length === 3 && (shape[2] === 1 || shape[2] === 3);

/** Small images are enlarged, each value to a square: nobody sees 28 by 28 pixels. */
const wanted = 224;

/**
 * An image, an adversarial one and their difference side by side, as PNG. The difference is grey where there is none, and
 * stretched so that the greatest change is black or white.
 *
 * @param image values in [0, 1], `[height, width, channels]`.
 */
export async function writePictures(
  file: string,
  image: ArrayLike<number>,
  adversarial: ArrayLike<number>,
  shape: readonly number[],
): Promise<void> {
  const [height, width, channels] = shape as [number, number, number];
  const difference = Float32Array.from(image, (value, i) => adversarial[i]! - value);
  const most = difference.reduce((a, b) => Math.max(a, Math.abs(b)), 0) || 1;
  const panels = [image, adversarial, difference.map((value) => 0.5 + value / most / 2)];
  const zoom = Math.max(1, Math.floor(wanted / Math.max(height, width)));
  const gap = 4;
  const png = new PNG({ width: 3 * width * zoom + 2 * gap, height: height * zoom });
  png.data.fill(255);
  for (const [p, values] of panels.entries()) {
    const left = p * (width * zoom + gap);
    for (let y = 0; y < height * zoom; y++) {
      for (let x = 0; x < width * zoom; x++) {
        const from = (Math.floor(y / zoom) * width + Math.floor(x / zoom)) * channels;
        const to = (y * png.width + left + x) * 4;
        for (let c = 0; c < 3; c++) {
          const value = values[from + (channels === 1 ? 0 : c)]!;
          png.data[to + c] = Math.round(255 * Math.min(1, Math.max(0, value)));
        }
      }
    }
  }
  await writeWhole(file, PNG.sync.write(png));
}
