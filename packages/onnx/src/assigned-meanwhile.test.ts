import { linfBall } from '@ibp/bounds';
import { batchNorm, compileBound, dense, disposeNetwork, ibp, network, sequential } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { compile } from './compile';
import { onnxEngine } from './onnx-engine';
import { createDevice } from './runtime/device';
import { downloader } from './runtime/download';
import type { HostTensor } from './runtime/host-tensor';
import { VariableStore } from './runtime/variable-store';

const row = (value: number): HostTensor => ({
  dtype: 'float32',
  shape: [1],
  data: Float32Array.of(value),
});

/** Enough turns of the event loop's short queue for a run to have read its variables. */
const gaps = Array.from({ length: 60 }, (_, gap) => gap);

describe('variables that are assigned while a run reads them', () => {
  const variables = (values: readonly number[]) => values.map((value) => tf.variable(tf.tensor1d([value])));
  const assign = (all: readonly tf.Variable[], value: number) =>
    tf.tidy(() => {
      for (const one of all) one.assign(tf.tensor1d([value]));
    });

  it.each([['each time', undefined] as const, ['once', []] as const])(
    'count as they were or as they are, all of them, and as they are from then on, computed %s',
    async (_, once) => {
      const all = variables([2, 2]);
      const fn = ({ x }: { readonly x: tf.Tensor }) => ({
        // what is computed once is of the first alone
        y: tf.add(tf.square(all[0]!), tf.mul(all[1]!, x)),
      });
      const compiled = await compile(fn, { x: row(0) }, once ? { once } : {});
      const { run } = once ? compiled.given({}) : compiled;
      const seen = async () => (await run({ x: row(100) })).y.data[0]!;
      let before = 0;
      for (const gap of gaps) {
        const [old, next] = [before % 7, (before + 1) % 7];
        assign(all, old);
        const running = seen();
        for (let i = 0; i < gap; i++) await null;
        assign(all, next);
        const of = (value: number) => value ** 2 + 100 * value;
        expect([of(old), of(next)]).toContain(await running);
        expect(await seen()).toBe(of(next));
        before = next;
      }
      await compiled.dispose();
      tf.dispose(all);
    },
  );

  it('are not given what a run computed before', async () => {
    const { runtime } = await createDevice();
    const [variable] = variables([1]) as [tf.Variable];
    const download = downloader(runtime, {});
    const store = new VariableStore(runtime, {
      onDevice: false,
      download: async (...args) => {
        assign([variable], 5);
        return download(...args);
      },
    });
    await store.values([variable]);
    store.commit(new Map([[variable, new runtime.Tensor('float32', Float32Array.of(3), [1])]]));
    await store.read();
    expect(variable.dataSync()[0]).toBe(5);
    const { tensor } = (await store.values([variable])).get(variable)!;
    expect([...((await tensor.getData()) as Float32Array)]).toEqual([5]);
    variable.dispose();
  });
});

it('bounds are of the weights of one moment, where batch norm and kernels are assigned together', async () => {
  const net = network([2], sequential(dense(2, { useBias: false }), batchNorm()));
  const given = (value: number) =>
    tf.tidy(() => {
      net.variables['dense_1/kernel']!.assign(tf.fill([2, 2], value));
      net.variables['batchNorm_1/gamma']!.assign(tf.fill([2], value));
    });
  const compiled = compileBound(await onnxEngine(), net, ibp());
  const box = linfBall(tf.tensor2d([[1, 0.5]]), 0.1);
  const spec = { c: tf.tensor3d([[[1, 0]]]), d: tf.tensor2d([[0]]) };
  const bound = async () => (await compiled.bound(box, spec))[0]!;
  const expected = [];
  for (const value of [1, 2]) {
    given(value);
    expected.push(await bound());
  }
  for (const gap of gaps) {
    given(1);
    const running = bound();
    for (let i = 0; i < gap; i++) await null;
    given(2);
    expect(expected).toContain(await running);
    expect(await bound()).toBe(expected[1]);
  }
  await compiled.dispose();
  disposeNetwork(net);
});
