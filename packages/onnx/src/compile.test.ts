import * as tf from '@tensorflow/tfjs-core';
import { capture } from './capture/capture';
import { compile } from './compile';
import { createDevice, readVariables } from './runtime/device';

const withVariables = async (
  count: number,
  body: (...variables: tf.Variable[]) => Promise<void>,
): Promise<void> => {
  const variables = Array.from({ length: count }, () => tf.variable(tf.tensor1d([1, 2, 3])));
  try {
    await body(...variables);
  } finally {
    for (const variable of variables) variable.dispose();
  }
};

const addTo =
  (v: tf.Variable) =>
  ({ x }: { readonly x: tf.Tensor }) => {
    v.assign(tf.add(v, x));
    return { sum: tf.sum(v) };
  };

it('keeps variables in the device until they are read', () =>
  withVariables(1, async (v) => {
    const add = await compile(addTo(v!), { x: 1 });
    const sums = [];
    for (let i = 0; i < 3; i++) sums.push((await add.run({ x: 1 })).sum.data[0]);
    expect(sums).toEqual([9, 12, 15]);
    expect([...v!.dataSync()]).toEqual([1, 2, 3]);
    await readVariables(add.device);
    expect([...v!.dataSync()]).toEqual([4, 5, 6]);
    await add.dispose();
  }));

it('takes a value that tfjs assigned meanwhile', () =>
  withVariables(1, async (v) => {
    const add = await compile(addTo(v!), { x: 1 });
    await add.run({ x: 1 });
    v!.assign(tf.tensor1d([10, 20, 30]));
    expect((await add.run({ x: 1 })).sum.data[0]).toBe(63);
    await add.dispose();
  }));

it('takes a value that tfjs kept and assigned again, for what the device had made of it', () =>
  withVariables(1, async (v) => {
    const kept = v!.clone();
    const add = await compile(addTo(v!), { x: 1 });
    const sum = async (x: number) => (await add.run({ x })).sum.data[0]!;
    const first = await sum(1);
    expect(await sum(1)).not.toBe(first);
    v!.assign(kept);
    expect(v!.dataId).toBe(kept.dataId);
    expect(await sum(1)).toBe(first);
    kept.dispose();
    await add.dispose();
  }));

it('compiles other shapes once, without losing what the device has', () =>
  withVariables(1, async (v) => {
    let captures = 0;
    const add = await compile(
      ({ x }: { readonly x: tf.Tensor }) => {
        captures++;
        return addTo(v!)({ x: tf.sum(x) });
      },
      { x: { shape: [2] } },
    );
    const ones = (n: number) => ({
      x: { dtype: 'float32', shape: [n], data: new Float32Array(n).fill(1) } as const,
    });
    const sums = [];
    for (const n of [2, 3, 2, 3]) sums.push((await add.run(ones(n))).sum.data[0]);
    expect(sums).toEqual([12, 21, 27, 36]);
    expect(captures).toBe(2);
    await add.dispose();
  }));

it('keeps the graphs of the last eight shapes, however many come, and at once', () =>
  withVariables(1, async (v) => {
    const ones = (length: number) => ({
      dtype: 'float32' as const,
      shape: [length],
      data: new Float32Array(length).fill(1),
    });
    const device = await createDevice();
    let [made, live] = [0, 0];
    const createSession: typeof device.createSession = async (...args) => {
      const session = await device.createSession(...args);
      [made, live] = [made + 1, live + 1];
      const release = session.release.bind(session);
      return Object.assign(session, {
        release: () => {
          live--;
          return release();
        },
      });
    };
    const add = await compile(
      ({ x }: { readonly x: tf.Tensor }) => {
        v!.assign(tf.add(v!, 1));
        return { sum: tf.sum(x), v: tf.max(v!) };
      },
      { x: ones(1) },
      { device: { ...device, createSession } },
    );
    const lengths = Array.from({ length: 20 }, (_, i) => i + 1);
    const sums = async () =>
      (await Promise.all(lengths.map((length) => add.run({ x: ones(length) })))).map(
        ({ sum }) => sum.data[0],
      );
    expect(await sums()).toEqual(lengths);
    expect([made, live]).toEqual([20, 8]);
    expect((await add.run({ x: ones(13) })).v.data[0]).toBe(3 + 21);
    expect(made).toBe(20);
    expect(await sums()).toEqual(lengths);
    expect(live).toBe(8);
    await add.dispose();
    expect(live).toBe(0);
  }));

it('shares variables among the functions of an device', () =>
  withVariables(1, async (v) => {
    const device = await createDevice({ threads: 2 });
    const add = await compile(addTo(v!), { x: 1 }, { device });
    const double = await compile(() => ({ twice: tf.mul(v!, 2) }), {}, { device });
    await add.run({ x: 1 });
    expect([...(await double.run({})).twice.data]).toEqual([4, 6, 8]);
    // neither waits for the other: runs take turns
    const [, { twice }, { sum }] = await Promise.all([add.run({ x: 1 }), double.run({}), add.run({ x: 1 })]);
    expect([[...twice.data], sum.data[0]]).toEqual([[6, 8, 10], 15]);
    await add.dispose();
    await double.dispose();
  }));

it('leaves the variables where a run is not to count', () =>
  withVariables(1, async (v) => {
    const add = await compile(addTo(v!), { x: 1 });
    const finite = {
      commit: ({ sum }: { sum: { data: ArrayLike<number> } }) => Number.isFinite(sum.data[0]),
    };
    await add.run({ x: 1 }, finite);
    expect((await add.run({ x: Number.NaN }, finite)).sum.data[0]).toBeNaN();
    expect((await add.run({ x: 1 }, finite)).sum.data[0]).toBe(12);
    await add.dispose();
  }));

it('takes tensors, arrays and numbers, and gives any type', async () => {
  const fn = await compile(
    ({ x, scale }: { readonly x: tf.Tensor; readonly scale: tf.Tensor }) => ({
      scaled: tf.mul(x, scale),
      positive: tf.greater(x, 0),
      whole: tf.cast(x, 'int32'),
      input: tf.clone(x),
    }),
    { x: tf.tensor1d([1.5, -2]), scale: 1 },
  );
  const outputs = await fn.run({ x: tf.tensor1d([1.5, -2]), scale: 2 });
  expect([...outputs.scaled.data]).toEqual([3, -4]);
  expect([...outputs.positive.data]).toEqual([1, 0]);
  expect([...outputs.whole.data]).toEqual([1, -2]);
  expect([...outputs.input.data]).toEqual([1.5, -2]);
  await expect(fn.run({ x: 1 } as never)).rejects.toThrow('run: expected inputs scale, x, got x');
  await fn.dispose();
});

it('tells of options that cannot be meant', async () => {
  await expect(createDevice({ threads: 0 })).rejects.toThrow(
    'expected a whole number of threads above 0, got 0',
  );
});

it('takes what a function asks for from the feed of each run', async () => {
  const noisy = await compile<'x', 'sum' | 'twice'>(
    ({ x }, ask) => ({ sum: tf.add(x, ask('noise', [2])), twice: tf.mul(ask('noise', [2]), 2) }),
    { x: { shape: [2] } },
  );
  const x = { dtype: 'float32', shape: [2], data: Float32Array.of(1, 2) } as const;
  const noise = (a: number, b: number) => ({ ...x, data: Float32Array.of(a, b) });
  const first = await noisy.run({ x }, { feed: (name) => (name === 'noise' ? noise(3, 4) : 0) });
  expect([[...first.sum.data], [...first.twice.data]]).toEqual([
    [4, 6],
    [6, 8],
  ]);
  const second = await noisy.run({ x }, { feed: () => noise(5, 6) });
  expect([...second.sum.data]).toEqual([6, 8]);
  await expect(noisy.run({ x })).rejects.toThrow('run: expected a feed for the input "noise", got none');
  await expect(noisy.run({ x }, { feed: () => 1 })).rejects.toThrow(
    'run: input "noise": expected shape [2], got []',
  );
  await noisy.dispose();
});

it('refuses to ask for one input twice in different shapes, or for one that is given', async () => {
  const asking = (name: string, ...shapes: number[][]) =>
    compile<'x', string>(
      ({ x }, ask) => Object.fromEntries(shapes.map((shape, i) => [`y${i}`, tf.add(x, ask(name, shape))])),
      { x: 1 },
    );
  await expect(asking('a', [2], [3])).rejects.toThrow('input "a": expected shape [2], got [3]');
  await expect(asking('x', [])).rejects.toThrow(
    'expected to be asked for an input that is not given, got "x"',
  );
});

it('joins more tensors than one shader of WebGPU can be given', async () => {
  const names = Array.from({ length: 20 }, (_, i) => `x${i}`);
  const join = (inputs: { readonly [name: string]: tf.Tensor }) => ({
    joined: tf.concat(names.map((name) => inputs[name]!)),
  });
  const inputs = Object.fromEntries(names.map((name, i) => [name, tf.tensor1d([i, -i])]));
  const { graph } = capture(join, Object.fromEntries(names.map((name) => [name, { shape: [2] }])));
  const parts = graph.nodes.filter(({ op }) => op === 'Concat').map((node) => node.inputs.length);
  expect(Math.max(...parts)).toBeLessThan(8);
  const compiled = await compile(join, inputs);
  expect([...(await compiled.run(inputs)).joined.data]).toEqual(names.flatMap((_, i) => [i, -i]));
  await compiled.dispose();
});
