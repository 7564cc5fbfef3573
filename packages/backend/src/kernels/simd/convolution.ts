import type { Simd } from './kernels';
import { packedBytes, panelBytes, spareBytes, tableBytes, writeTable } from './packed';

/** Of a convolution without padding or dilation, whose images lie as NHWC. */
export type Geometry = {
  readonly batch: number;
  readonly input: { readonly height: number; readonly width: number; readonly channels: number };
  readonly filter: { readonly height: number; readonly width: number };
  readonly strides: readonly [down: number, right: number];
  readonly output: { readonly height: number; readonly width: number; readonly channels: number };
};

/** Pixels of the output that are computed together, of several images where one has fewer. */
const together = 64;

/** What each driver needs to know of a geometry, in bytes. */
function layout({ batch, input, filter, strides, output }: Geometry) {
  const line = input.width * input.channels * 4;
  const pixels = output.height * output.width;
  const images = Math.min(batch, Math.max(1, Math.floor(together / pixels)));
  return {
    line,
    pixels,
    images,
    image: input.height * line,
    /** Of a pixel of the output. */
    pixel: output.channels * 4,
    /** A row of the filter: neighbours in a line of the image. */
    reach: filter.width * input.channels,
    step: strides[1] * input.channels * 4,
    /** Where the window of a pixel begins, counted over images. */
    window: (i: number): number => {
      const p = i % pixels;
      const y = Math.floor(p / output.width);
      return (
        ((i - p) / pixels) * input.height * line +
        y * strides[0] * line +
        (p - y * output.width) * strides[1] * input.channels * 4
      );
    },
  };
}

/** y = the convolution of x. */
export function convolve(simd: Simd, geometry: Geometry, x: number, kernel: number, y: number): void {
  const { batch, filter, output } = geometry;
  const { line, pixels, images, image, pixel, reach, window } = layout(geometry);
  const inner = filter.height * reach;
  const table = tableBytes(images * pixels);
  const packed = packedBytes(inner, output.channels);
  simd.scratch(2 * table + spareBytes + packed, (scratch) => {
    const spare = scratch + 2 * table;
    const right = spare + spareBytes;
    simd.pack(kernel, right, inner, output.channels, pixel, 4);
    for (let i = 0; i < batch; i += images) {
      const rows = Math.min(images, batch - i) * pixels;
      if (i === 0 || rows < images * pixels) {
        writeTable(simd, scratch, rows, window);
        writeTable(simd, scratch + table, rows, (row) => row * pixel);
      }
      simd.rows(
        x + i * image,
        scratch,
        y + i * pixels * pixel,
        scratch + table,
        rows,
        right,
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
}

/** dx = the gradient with respect to x: of each pixel of dy its filter, laid over its window. */
export function inputGradient(simd: Simd, geometry: Geometry, dy: number, kernel: number, dx: number): void {
  const { batch, filter, output } = geometry;
  const { line, pixels, images, image, pixel, reach, window } = layout(geometry);
  const table = tableBytes(images * pixels);
  const packed = packedBytes(output.channels, reach);
  simd.scratch(2 * table + spareBytes + filter.height * packed, (scratch) => {
    simd.heap().fill(0, dx, dx + batch * image);
    const spare = scratch + 2 * table;
    const right = spare + spareBytes;
    for (let y = 0; y < filter.height; y++) {
      simd.pack(kernel + y * reach * pixel, right + y * packed, output.channels, reach, 4, pixel);
    }
    for (let i = 0; i < batch; i += images) {
      const rows = Math.min(images, batch - i) * pixels;
      if (i === 0 || rows < images * pixels) {
        writeTable(simd, scratch, rows, (row) => row * pixel);
        writeTable(simd, scratch + table, rows, window);
      }
      for (let y = 0; y < filter.height; y++) {
        simd.rows(
          dy + i * pixels * pixel,
          scratch,
          dx + i * image + y * line,
          scratch + table,
          rows,
          right + y * packed,
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
}

/** dw = the gradient with respect to the filter. */
export function filterGradient(simd: Simd, geometry: Geometry, x: number, dy: number, dw: number): void {
  const { batch, filter, strides, output } = geometry;
  const { line, pixels, image, pixel, reach, step } = layout(geometry);
  const packed = packedBytes(pixels, output.channels);
  const copy = reach % 4 === 0 ? 0 : batch * image;
  simd.scratch(spareBytes + packed + copy + 16, (spare) => {
    const right = spare + spareBytes;
    const left = copy === 0 ? x : right + packed;
    if (copy > 0) simd.heap().copyWithin(left, x, x + copy);
    simd.heap().fill(0, dw, dw + filter.height * reach * pixel);
    for (let i = 0; i < batch; i++) {
      simd.pack(dy + i * pixels * pixel, right, pixels, output.channels, pixel, 4);
      for (let y = 0; y < filter.height; y++) {
        simd.columns(
          left + i * image + y * line,
          reach,
          dw + y * reach * pixel,
          pixel,
          right,
          panelBytes(pixels),
          output.channels,
          output.height,
          output.width,
          step,
          strides[0] * line - output.width * step,
          1,
          spare,
        );
      }
    }
  });
}
