import { type Geometry, layout } from './geometry';
import { isNarrow, narrowGradient } from './narrow-gradient';
import { cut, packedBytes, panelBytes, tableBytes, writeTable } from './packed';
import type { Simd } from './simd';
import type { Hands } from './tasks';

/** y = the convolution of x. A task has some images. */
export function convolve(simd: Simd, geometry: Geometry, x: number, kernel: number, y: number): void {
  const { batch, filter, output } = geometry;
  const { line, pixels, images, image, pixel, reach, window, work } = layout(geometry);
  const inner = filter.height * reach;
  const table = tableBytes(images * pixels);
  simd.scratch(2 * table + packedBytes(inner, output.channels), (scratch) => {
    const panels = scratch + 2 * table;
    writeTable(simd, scratch, images * pixels, window);
    writeTable(simd, scratch + table, images * pixels, (row) => row * pixel);
    simd.each(1, ({ pack }) => pack(kernel, panels, inner, output.channels, pixel, 4));
    const { pieces, length } = cut(simd, work, batch, images);
    simd.each(pieces, ({ rows, spare }, piece) => {
      const end = Math.min(batch, (piece + 1) * length);
      for (let i = piece * length; i < end; i += images) {
        rows(
          x + i * image,
          scratch,
          y + i * pixels * pixel,
          scratch + table,
          Math.min(images, end - i) * pixels,
          panels,
          panelBytes(inner),
          output.channels,
          filter.height,
          reach * 4,
          line,
          0,
          spare,
        );
      }
    });
  });
}

/** dx = the gradient with respect to x: of each pixel of dy its filter, laid over its window. A task has some images. */
export function inputGradient(simd: Simd, geometry: Geometry, dy: number, kernel: number, dx: number): void {
  if (isNarrow(geometry)) {
    narrowGradient(simd, geometry, dy, kernel, dx);
    return;
  }
  const { batch, filter, output } = geometry;
  const { line, pixels, images, image, pixel, reach, window, work } = layout(geometry);
  const table = tableBytes(images * pixels);
  const packed = packedBytes(output.channels, reach);
  simd.scratch(2 * table + filter.height * packed, (scratch) => {
    const panels = scratch + 2 * table;
    simd.heap().fill(0, dx, dx + batch * image);
    writeTable(simd, scratch, images * pixels, (row) => row * pixel);
    writeTable(simd, scratch + table, images * pixels, window);
    simd.each(1, ({ pack }) => {
      for (let y = 0; y < filter.height; y++)
        pack(kernel + y * reach * pixel, panels + y * packed, output.channels, reach, 4, pixel);
    });
    const { pieces, length } = cut(simd, work, batch, images);
    simd.each(pieces, ({ rows, spare }, piece) => {
      const end = Math.min(batch, (piece + 1) * length);
      for (let i = piece * length; i < end; i += images) {
        for (let y = 0; y < filter.height; y++) {
          rows(
            dy + i * pixels * pixel,
            scratch,
            dx + i * image + y * line,
            scratch + table,
            Math.min(images, end - i) * pixels,
            panels + y * packed,
            panelBytes(output.channels),
            reach,
            1,
            pixel,
            0,
            1,
            spare,
          );
        }
      }
    });
  });
}

/**
 * dw = the gradient with respect to the filter, in which each number is summed over the images in their order, by whatever
 * threads. A task has part of a row of the filter.
 */
export function filterGradient(simd: Simd, geometry: Geometry, x: number, dy: number, dw: number): void {
  const { batch, filter, strides, output } = geometry;
  const { line, pixels, image, pixel, reach, step, work } = layout(geometry);
  const packed = packedBytes(pixels, output.channels);
  const copy = reach % 4 === 0 ? 0 : batch * image;
  const images = cut(simd, work, batch, 1);
  // one thread has the image that it has packed at hand; several pack all of them before
  const atOnce = images.pieces > 1 ? batch : 1;
  simd.scratch(atOnce * packed + copy + 16, (panels) => {
    const left = copy === 0 ? x : panels + atOnce * packed;
    if (copy > 0) simd.heap().copyWithin(left, x, x + copy);
    simd.heap().fill(0, dw, dw + filter.height * reach * pixel);
    const pack = (hands: Hands, i: number): void =>
      hands.pack(dy + i * pixels * pixel, panels + (i % atOnce) * packed, pixels, output.channels, pixel, 4);
    const part = cut(simd, work, reach, 4);
    const add = ({ columns, spare }: Hands, i: number, task: number): void => {
      const y = Math.floor(task / part.pieces);
      const first = (task % part.pieces) * part.length;
      columns(
        left + i * image + y * line + first * 4,
        Math.min(part.length, reach - first),
        dw + (y * reach + first) * pixel,
        pixel,
        panels + (i % atOnce) * packed,
        panelBytes(pixels),
        output.channels,
        output.height,
        output.width,
        step,
        strides[0] * line - output.width * step,
        1,
        spare,
      );
    };
    const tasks = filter.height * part.pieces;
    if (atOnce === 1) {
      simd.each(1, (hands) => {
        for (let i = 0; i < batch; i++) {
          pack(hands, i);
          for (let task = 0; task < tasks; task++) add(hands, i, task);
        }
      });
      return;
    }
    simd.each(images.pieces, (hands, piece) => {
      const end = Math.min(batch, (piece + 1) * images.length);
      for (let i = piece * images.length; i < end; i++) pack(hands, i);
    });
    simd.each(tasks, (hands, task) => {
      for (let i = 0; i < batch; i++) add(hands, i, task);
    });
  });
}
