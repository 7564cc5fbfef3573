import { conv2dBackpropFilter } from './conv2d-backprop-filter';
import { conv2dBackpropInput } from './conv2d-backprop-input';
import { depthwiseBackpropFilter } from './depthwise-backprop-filter';
import { depthwiseBackpropInput } from './depthwise-backprop-input';
import { paddedConv } from './padded-conv';
import type { KernelPatch } from './patch';

type Attrs = { pad: unknown; strides: number | number[]; dilations?: number | number[] };

const uneven = (pair: number | number[] = 1) => Array.isArray(pair) && pair[0] !== pair[1];
const padded = ({ pad }: Attrs) => pad !== 'valid' && pad !== 'same';
const unsupported = (attrs: Attrs) =>
  padded(attrs) || uneven(attrs.strides) || [attrs.dilations ?? 1].flat().some((d) => d !== 1);

/** The patch only where the condition holds; the backend's own kernel, which is fast, everywhere else. */
const only = (condition: (attrs: Attrs) => boolean, { kernelName, make }: KernelPatch): KernelPatch => ({
  kernelName,
  make: (stock) => {
    const patched = make(stock);
    return (params) =>
      stock && !condition(params.attrs as unknown as Attrs) ? stock(params) : patched(params);
  },
});

/** What tfjs-node refuses: padding by number, and depthwise dilation or unequal strides. */
export const tensorflowKernels: readonly KernelPatch[] = [
  only(padded, paddedConv('Conv2D')),
  only(padded, conv2dBackpropFilter),
  only(padded, conv2dBackpropInput),
  only(unsupported, paddedConv('DepthwiseConv2dNative')),
  only(unsupported, depthwiseBackpropFilter),
  only(unsupported, depthwiseBackpropInput),
];
