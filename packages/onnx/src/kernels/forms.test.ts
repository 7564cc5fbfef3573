import '@tensorflow/tfjs-backend-cpu';
import fc from 'fast-check';
import { createDevice, type Device } from '../runtime/device';
import { cases } from '../testing/cases';
import { expectClose, type KernelCall, onCpu, onOnnx } from '../testing/compare';

const forms = {
  Conv2DBackpropFilter: ['oneImage', 'parts', 'shared', 'byChannel', 'products'],
  Conv2DBackpropInput: ['transposed', 'spread', 'phases'],
  Sum: ['reduced', 'product'],
} as const;
type Kernel = keyof typeof forms;

const each = Object.entries(forms).flatMap(([kernel, names]) =>
  names.map((form) => [kernel as Kernel, form] as const),
);

/** A device whose kernels take the form of that name. */
const taking = async (form: string, asked?: Set<string>): Promise<Device> => ({
  ...(await createDevice()),
  forms: async () => (question) => {
    for (const name of question.forms) asked?.add(`${question.kernel} ${name}`);
    return form;
  },
});

async function agrees(device: Device, kernel: Kernel, calls: readonly KernelCall[]): Promise<void> {
  const expected = await onCpu(kernel, calls);
  for (const [i, actual] of (await onOnnx(device, kernel, calls)).entries())
    expectClose(actual, expected[i]!);
}

it('knows all forms there are', async () => {
  const asked = new Set<string>();
  const device = await taking('', asked);
  for (const kernel of Object.keys(forms) as Kernel[]) {
    await agrees(device, kernel, fc.sample(cases[kernel], { seed: 1, numRuns: 20 }));
  }
  expect([...asked].sort()).toEqual(each.map((pair) => pair.join(' ')).sort());
});

it.each(each)('%s as %s gives what the cpu backend gives', async (kernel, form) => {
  await agrees(await taking(form), kernel, fc.sample(cases[kernel], { seed: 5, numRuns: 40 }));
});

it('sums the filter gradients of parts of a batch', async () => {
  const numbers = (shape: readonly number[], step: number) => ({
    dtype: 'float32' as const,
    shape,
    data: Float32Array.from(
      { length: shape.reduce((a, b) => a * b, 1) },
      (_, i) => ((i * step) % 17) / 8 - 1,
    ),
  });
  const attributes = {
    strides: [2, 1],
    pad: 'same',
    dataFormat: 'NHWC',
    dimRoundingMode: undefined,
    filterShape: [3, 2, 3, 4],
  };
  const inputs = { x: numbers([12, 7, 6, 3], 5), dy: numbers([12, 4, 6, 4], 7) };
  for (const form of ['parts', 'products']) {
    await agrees(await taking(form), 'Conv2DBackpropFilter', [{ inputs, attributes }]);
  }
});
