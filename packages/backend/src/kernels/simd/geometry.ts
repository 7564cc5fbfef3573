/** Of a convolution without padding or dilation, whose images lie as NHWC. */
export type Geometry = {
  readonly batch: number;
  readonly input: { readonly height: number; readonly width: number; readonly channels: number };
  readonly filter: { readonly height: number; readonly width: number };
  readonly strides: readonly [down: number, right: number];
  readonly output: { readonly height: number; readonly width: number; readonly channels: number };
};

/** Pixels of the output that are computed together, of several images where one has fewer. */
export const together = 64;

/** What each driver needs to know of a geometry, in bytes. */
export function layout({ batch, input, filter, strides, output }: Geometry) {
  const line = input.width * input.channels * 4;
  const pixels = output.height * output.width;
  const images = Math.min(batch, Math.max(1, Math.floor(together / pixels)));
  const image = input.height * line;
  const step = strides[1] * input.channels * 4;
  return {
    line,
    pixels,
    images,
    image,
    /** Of a pixel of the output. */
    pixel: output.channels * 4,
    /** A row of the filter: neighbours in a line of the image. */
    reach: filter.width * input.channels,
    step,
    /** Where the window of a pixel begins, counted over images. */
    window: (i: number): number => {
      const p = i % pixels;
      const y = Math.floor(p / output.width);
      return ((i - p) / pixels) * image + y * strides[0] * line + (p - y * output.width) * step;
    },
    work: batch * pixels * filter.height * filter.width * input.channels * output.channels,
  };
}
