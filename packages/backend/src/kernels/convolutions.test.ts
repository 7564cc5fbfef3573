import fc from 'fast-check';
import '../cpu';
import '../wasm';
import { type ConvAttrs, convGeometry, type Shape4D } from './conv';
import { convolution, expectClose, runOn, seeded } from './testing';

type Case = {
  input: Shape4D;
  kernel: [number, number];
  filters: number;
  strides: [number, number];
  pad: unknown;
  seed: number;
};

function problem({ input, kernel, filters, strides, pad, seed }: Case, depthwise: boolean) {
  const filterShape: Shape4D = [...kernel, input[3], filters];
  const attrs = { strides, pad, dataFormat: 'NHWC', dilations: [1, 1] } as ConvAttrs;
  const { outShape } = convGeometry(input, filterShape, attrs, depthwise)!;
  return {
    x: seeded(input, seed),
    filter: seeded(filterShape, seed + 1),
    dy: seeded(outShape, seed + 2),
    attrs: { ...attrs, inputShape: input, filterShape },
  };
}

const agrees = (backend: string, kernelName: string, names: ('x' | 'dy' | 'filter')[], depthwise: boolean) =>
  fc.assert(
    fc.asyncProperty(convolution, async (drawn) => {
      const given = problem(drawn as Case, depthwise);
      const inputs = Object.fromEntries(names.map((name) => [name, given[name]]));
      const expected = await runOn('cpu', kernelName, inputs, given.attrs, true);
      expectClose(await runOn(backend, kernelName, inputs, given.attrs), expected);
    }),
    { seed: 1, numRuns: 120 },
  );

describe("the gradients of convolutions agree with the cpu backend's own kernels", () => {
  it('filter gradient on wasm', () => agrees('wasm', 'Conv2DBackpropFilter', ['x', 'dy'], false));
  it('filter gradient on cpu', () => agrees('cpu', 'Conv2DBackpropFilter', ['x', 'dy'], false));
  it('input gradient on wasm', () => agrees('wasm', 'Conv2DBackpropInput', ['dy', 'filter'], false));
  it('depthwise filter gradient', () =>
    agrees('wasm', 'DepthwiseConv2dNativeBackpropFilter', ['x', 'dy'], true));
  it('depthwise input gradient', () =>
    agrees('wasm', 'DepthwiseConv2dNativeBackpropInput', ['dy', 'filter'], true));
});
