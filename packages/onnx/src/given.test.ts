import * as tf from '@tensorflow/tfjs-core';
import { compile } from './compile';
import { createDevice } from './runtime/device';

const rows = (...data: number[]) =>
  ({ dtype: 'float32', shape: [data.length], data: Float32Array.from(data) }) as const;

type Inputs = { readonly x: tf.Tensor; readonly t: tf.Tensor };

describe('given', () => {
  it('computes what comes of some inputs in the first run alone', async () => {
    const device = await createDevice();
    const runs: (readonly string[])[] = [];
    const createSession: typeof device.createSession = async (...args) => {
      const session = await device.createSession(...args);
      const run = session.run.bind(session);
      return Object.assign(session, {
        run: (...[feeds, fetches]: Parameters<typeof run>) => {
          runs.push(Object.keys(feeds));
          return run(feeds, fetches);
        },
      });
    };
    const fn = ({ x, t }: Inputs) => ({ y: tf.mul(tf.square(x), t) });
    const compiled = await compile(
      fn,
      { x: rows(0, 0), t: 0 },
      { once: ['x'], device: { ...device, createSession } },
    );
    runs.length = 0;
    const { run } = compiled.given({ x: rows(2, 3) });
    expect([...(await run({ t: 1 })).y.data]).toEqual([4, 9]);
    expect([...(await run({ t: 10 })).y.data]).toEqual([40, 90]);
    expect(runs.map((names) => names.filter((name) => name === 'x').length)).toEqual([1, 0, 0]);
    // others of other shapes, and the first again
    const other = compiled.given({ x: rows(5) });
    expect([...(await other.run({ t: 2 })).y.data]).toEqual([50]);
    expect([...(await run({ t: 1 })).y.data]).toEqual([4, 9]);
    // a run of all inputs has nothing from before
    expect([...(await compiled.run({ x: rows(1, 1), t: 7 })).y.data]).toEqual([7, 7]);
    await compiled.dispose();
  });

  it('computes what comes of variables alone in the first run, and again when one has another value', async () => {
    const weight = tf.variable(tf.tensor1d([3]));
    const fn = ({ x }: Pick<Inputs, 'x'>) => ({ y: tf.mul(tf.square(weight), x) });
    const compiled = await compile(fn, { x: rows(0) }, { once: [] });
    const first = compiled.given({});
    const seen = async (of: typeof first, x: number) => (await of.run({ x: rows(x) })).y.data[0];
    expect(await seen(first, 1)).toBe(9);
    compiled.device.variables.forget();
    expect(await seen(first, 2)).toBe(18);
    weight.assign(tf.tensor1d([4]));
    expect(await seen(first, 2)).toBe(32);
    expect((await compiled.run({ x: rows(2) })).y.data[0]).toBe(32);
    await compiled.dispose();
    weight.dispose();
  });

  it('sees variables change, those that the function assigns and others', async () => {
    const [sum, weight] = [1, 2].map((value) => tf.variable(tf.tensor1d([value])));
    const fn = ({ x, t }: Inputs) => {
      sum!.assign(tf.add(tf.mul(sum!, tf.exp(x)), tf.mul(tf.square(weight!), t)));
      return { sum: tf.add(sum!, 0) };
    };
    const compiled = await compile(fn, { x: rows(0), t: 0 }, { once: ['x'] });
    const first = compiled.given({ x: rows(0) });
    const seen = async (of: typeof first, t: number) => (await of.run({ t })).sum.data[0];
    expect(await seen(first, 1)).toBe(5);
    weight!.assign(tf.tensor1d([3]));
    expect(await seen(first, 1)).toBe(14);
    expect(await seen(compiled.given({ x: rows(0) }), 1)).toBe(23);
    await compiled.dispose();
    tf.dispose([sum!, weight!]);
  });

  it('sees what another function of the same device assigns, also when it writes where it wrote before', async () => {
    const device = await createDevice();
    const weight = tf.variable(tf.tensor1d([1]));
    const step = await compile(
      ({ t }: Pick<Inputs, 't'>) => {
        weight.assign(tf.add(weight, t));
        return { w: tf.add(weight, 0) };
      },
      { t: 0 },
      { device },
    );
    const squared = await compile(
      ({ x }: Pick<Inputs, 'x'>) => ({ y: tf.mul(tf.square(weight), x) }),
      { x: rows(1) },
      { device, once: [] },
    );
    const { run } = squared.given({});
    const seen = async () => (await run({ x: rows(1) })).y.data[0];
    const values = [await seen()];
    for (let i = 0; i < 4; i++) {
      await step.run({ t: 1 });
      values.push(await seen());
    }
    expect(values).toEqual([1, 4, 9, 16, 25]);
    await step.dispose();
    await squared.dispose();
    weight.dispose();
  });

  it('computes all in each run where nothing comes of the given inputs alone', async () => {
    const fn = ({ x, t }: Inputs) => ({ y: tf.add(x, t) });
    const compiled = await compile(fn, { x: rows(0), t: 0 }, { once: ['x'] });
    const { run } = compiled.given({ x: rows(4) });
    expect([...(await run({ t: 1 })).y.data, ...(await run({ t: 2 })).y.data]).toEqual([5, 6]);
    await compiled.dispose();
  });

  it('refuses others than were named', async () => {
    const fn = ({ x, t }: Inputs) => ({ y: tf.add(x, t) });
    const compiled = await compile(fn, { x: rows(0), t: 0 }, { once: ['x'] });
    expect(() => compiled.given({ t: 1 })).toThrow(/expected inputs x, got t/);
    await expect(compiled.given({ x: rows(1) }).run({ x: rows(1), u: 1 })).rejects.toThrow(
      /expected inputs t, x, got/,
    );
    await compiled.dispose();
  });
});
