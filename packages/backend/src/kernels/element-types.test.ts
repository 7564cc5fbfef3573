import '../cpu';
import '../wasm';
import { runOn } from './testing';

const bools = (values: number[]) => ({ shape: [values.length], values, dtype: 'bool' as const });
const floats = (values: number[]) => ({ shape: [values.length], values });

/** What the kernel gives on wasm, which is what it gives on cpu; and what the wasm backend's own gives. */
async function both(
  kernelName: string,
  inputs: Parameters<typeof runOn>[2],
  attrs: object,
): Promise<[number[], number[]]> {
  const repaired = await runOn('wasm', kernelName, inputs, attrs);
  expect(repaired).toEqual(await runOn('cpu', kernelName, inputs, attrs, true));
  return [repaired.values, (await runOn('wasm', kernelName, inputs, attrs, true)).values];
}

describe('kernels that the wasm backend has for one type of elements alone', () => {
  it('Select chooses between booleans', async () => {
    const inputs = {
      condition: bools([1, 0, 1, 0, 1]),
      t: bools([1, 1, 0, 0, 1]),
      e: bools([0, 1, 1, 0, 0]),
    };
    // the backend's own writes past the end of what it has: it is not run here
    expect((await runOn('wasm', 'Select', inputs, {})).values).toEqual([1, 1, 0, 0, 1]);
    expect((await runOn('cpu', 'Select', inputs, {}, true)).values).toEqual([1, 1, 0, 0, 1]);
  });

  it('Cast to booleans says what is not 0', async () => {
    const [repaired, stock] = await both(
      'Cast',
      { x: floats([0.5, 0, -0, 256, -0.25, 3]) },
      { dtype: 'bool' },
    );
    expect(repaired).toEqual([1, 0, 0, 1, 1, 1]);
    expect(stock).toEqual([0, 0, 0, 0, 0, 3]);
  });

  it('OneHot gives the numbers asked for, in float32', async () => {
    const indices = { shape: [3], values: [1, 0, 5], dtype: 'int32' as const };
    const attrs = { depth: 2, onValue: 2.5, offValue: -1, dtype: 'float32' };
    const [repaired, stock] = await both('OneHot', { indices }, attrs);
    expect(repaired).toEqual([-1, 2.5, 2.5, -1, -1, -1]);
    expect(stock).not.toEqual(repaired);
  });

  it('PadV2 makes a border of NaN', async () => {
    const attrs = { paddings: [[1, 2]], constantValue: Number.NaN };
    const nothing = Number.NaN;
    const { values } = await runOn('wasm', 'PadV2', { x: floats([7, nothing, 0]) }, attrs);
    expect(values).toEqual([nothing, 7, nothing, 0, nothing, nothing]);
  });
});
