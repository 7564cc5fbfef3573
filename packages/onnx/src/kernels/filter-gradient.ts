import type { Builder } from '../graph/builder';
import { inLayout, isIdentity, materialize, plain, type View } from '../graph/view';
import { reachedPart } from './border';
import { type Form, inForms } from './forms';
import { patches } from './patches';
import type { Attributes } from './rule';
import { CHANNELS_LAST, convWindow } from './window';

type Inputs = { readonly [name: string]: View };

/**
 * The gradient of a filter is a convolution too: examples as channels, `dy` as the filter, strides as dilations. Here
 * of one image whose rows hold all channels of a pixel side by side, `[1, batch, height, width * channels]`: one matrix
 * product as wide as the whole filter, where an image for each channel has many that are 3 or 4 columns wide (1.3 to
 * 2.5 times slower on a CPU).
 */
const oneImage: Form = (b, inputs, attributes) => asOneImage(b, inputs, attributes, 1);

/**
 * The same for parts of the batch, whose gradients are summed: a GPU finds too little to do at once in a filter's few
 * numbers, each of which is a sum over the whole batch.
 */
const parts: Form = (b, inputs, attributes) => {
  const batch = inputs.x!.shape[0]!;
  const count = [20, 16, 10, 8, 5, 4, 2].find((divisor) => batch % divisor === 0 && batch > divisor);
  return count ? asOneImage(b, inputs, attributes, count) : undefined;
};

/**
 * The same for a few parts, which the threads of a CPU take for themselves: of one convolution they share the columns alone, and each
 * reads all of `dy`.
 */
const shared: Form = (b, inputs, attributes) => {
  const { x, dy } = inputs as { x: View; dy: View };
  const [batch] = x.shape as [number];
  const count = [4, 2, 5, 3].find((divisor) => batch % divisor === 0 && batch > divisor);
  const last = plain(materialize(b, dy), dy.dtype, dy.shape); // from there, one transpose
  return count ? asOneImage(b, { x, dy: last }, attributes, count) : undefined;
};

function asOneImage(b: Builder, inputs: Inputs, attributes: Attributes, groups: number): View | undefined {
  const { x, dy } = inputs as { x: View; dy: View };
  const { filterShape } = attributes;
  const window = convWindow(x.shape, filterShape, attributes);
  if (window.dilations.some((d) => d > 1)) return undefined;
  const [batch, , , channels] = x.shape as [number, number, number, number];
  const { name, pads, size } = reachedPart(b, materialize(b, x), x.shape, window, 1);
  const image = b.one('Reshape', [name, b.int64([1, batch, size[0], size[1] * channels])]);
  const [top, left, bottom, right] = pads as [number, number, number, number];
  const gradient = b.one('Conv', [image, filtersOf(b, dy, groups)], {
    strides: [1, 1],
    dilations: [window.strides[0], window.strides[1] * channels],
    pads: [top, left * channels, bottom, right * channels],
    group: groups,
  });
  const [height, width, , filters] = filterShape;
  const stored = [filters, height, width, channels];
  const whole =
    groups === 1
      ? b.one('Reshape', [gradient, b.int64(stored)])
      : b.one('ReduceSum', [b.one('Reshape', [gradient, b.int64([groups, ...stored])]), b.int64([0])], {
          keepdims: 0,
        });
  return { ...plain(whole, 'float32', filterShape), stored, perm: [1, 2, 3, 0] };
}

/** `[groups * filters, batch / groups, height', width']`. */
function filtersOf(b: Builder, dy: View, groups: number): string {
  if (groups === 1) return inLayout(b, dy, [1, 2, 3, 0]);
  const [batch, height, width, filters] = dy.shape as [number, number, number, number];
  const each = batch / groups;
  if (isIdentity(dy.perm)) {
    const stored = b.one('Reshape', [materialize(b, dy), b.int64([groups, each, height, width, filters])]);
    const turned = b.one('Transpose', [stored], { perm: [0, 4, 1, 2, 3] });
    return b.one('Reshape', [turned, b.int64([groups * filters, each, height, width])]);
  }
  const split = b.one('Reshape', [
    inLayout(b, dy, CHANNELS_LAST),
    b.int64([groups, each, filters, height, width]),
  ]);
  const swapped = b.one('Transpose', [split], { perm: [0, 2, 1, 3, 4] });
  return b.one('Reshape', [swapped, b.int64([groups * filters, each, height, width])]);
}

/** As a convolution of each channel: examples as channels, `dy` as the filter, strides as dilations. */
const byChannel: Form = (b, inputs, attributes) => {
  const { x, dy } = inputs as { x: View; dy: View };
  const { filterShape } = attributes;
  const window = convWindow(x.shape, filterShape, attributes);
  // [channels, batch, height, width] and [filters, batch, height', width']
  const reached = reachedPart(b, inLayout(b, x, [1, 2, 3, 0]), x.shape, window);
  const gradient = b.one('Conv', [reached.name, inLayout(b, dy, [1, 2, 3, 0])], {
    strides: window.dilations,
    dilations: window.strides,
    pads: reached.pads,
  });
  const [height, width, channels, filters] = filterShape as [number, number, number, number];
  return {
    ...plain(gradient, 'float32', filterShape),
    stored: [channels, filters, height, width],
    perm: [2, 3, 0, 1],
  };
};

/** As a matrix product for each example, of what its windows see and `dy`, summed: all of them are done at once. */
const products: Form = (b, inputs, attributes) => {
  const { x, dy } = inputs as { x: View; dy: View };
  const { filterShape } = attributes;
  const window = convWindow(x.shape, filterShape, attributes);
  const [batch, height, width, filters] = dy.shape as [number, number, number, number];
  const [high, wide, channels] = filterShape as [number, number, number];
  const seen = patches(b, inLayout(b, x, CHANNELS_LAST), x.shape, window);
  const left = b.one('Reshape', [seen.name, b.int64([batch, channels * seen.places, height * width])]);
  const right = b.one('Reshape', [materialize(b, dy), b.int64([batch, height * width, filters])]);
  const sum = b.one('ReduceSum', [b.one('MatMul', [left, right]), b.int64([0])], { keepdims: 0 });
  const all = b.one('Reshape', [sum, b.int64([channels, seen.places, filters])]);
  const stored = [channels, high, wide, filters];
  const own = b.one('Slice', [all, b.int64([0]), b.int64([high * wide]), b.int64([1])]);
  const gradient = b.one('Reshape', [own, b.int64(stored)]);
  return { ...plain(gradient, 'float32', filterShape), stored, perm: [1, 2, 0, 3] };
};

export const conv2dBackpropFilter = inForms('Conv2DBackpropFilter', {
  oneImage: (b, inputs, attributes) => oneImage(b, inputs, attributes) ?? byChannel(b, inputs, attributes),
  parts,
  shared,
  byChannel,
  products,
});
