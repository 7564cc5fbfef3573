import { type Geometry, layout, together } from './geometry';
import { cut, packedBytes, panelBytes, panelColumns, panelsOf, tableBytes, writeTable } from './packed';
import type { Simd } from './simd';

/**
 * Whether a row of the filter fills panels badly, as of images with one or three channels: 9 columns take two of 8, and
 * the three rows of the filter six, where 27 take four.
 */
export function isNarrow(geometry: Geometry): boolean {
  const { reach } = layout(geometry);
  const { height } = geometry.filter;
  return height * panelsOf(reach) > 1.25 * panelsOf(height * reach);
}

/** `inputGradient`: all rows of the filter at once, pixel by pixel, then laid over the windows. A task has some images. */
export function narrowGradient(simd: Simd, geometry: Geometry, dy: number, kernel: number, dx: number): void {
  const { batch, filter, output } = geometry;
  const { line, pixels, images, image, pixel, reach, window, work } = layout(geometry);
  const wide = filter.height * reach;
  const step = panelsOf(wide) * panelColumns * 4;
  const [windows, near] = [tableBytes(images * pixels), tableBytes(together)];
  const { pieces, length } = cut(simd, work, batch, images);
  const laid = together * step;
  simd.scratch(windows + 2 * near + packedBytes(output.channels, wide) + pieces * laid, (scratch) => {
    const from = scratch + windows;
    const to = from + near;
    const panels = to + near;
    const products = panels + packedBytes(output.channels, wide);
    simd.heap().fill(0, dx, dx + batch * image);
    writeTable(simd, scratch, images * pixels, window);
    writeTable(simd, from, together, (row) => row * pixel);
    writeTable(simd, to, together, (row) => row * step);
    simd.each(1, ({ pack }) => pack(kernel, panels, output.channels, wide, 4, pixel));
    simd.each(pieces, ({ rows, scatter, spare }, piece) => {
      const end = Math.min(batch, (piece + 1) * length);
      const own = products + piece * laid;
      for (let i = piece * length; i < end; i += images) {
        const all = Math.min(images, end - i) * pixels;
        for (let r = 0; r < all; r += together) {
          const count = Math.min(together, all - r);
          rows(
            dy + (i * pixels + r) * pixel,
            from,
            own,
            to,
            count,
            panels,
            panelBytes(output.channels),
            step / 4,
            1,
            pixel,
            0,
            0,
            spare,
          );
          scatter(own, step, scratch + r * 4, count, dx + i * image, filter.height, reach * 4, line);
        }
      }
    });
  });
}
