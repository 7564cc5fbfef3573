import { linearSpec, linfBall } from '@ibp/bounds';
import {
  apply,
  batchNorm,
  compileBound,
  conv2d,
  dense,
  disposeNetwork,
  type Engine,
  flatten,
  type Layer,
  lower,
  maxPool,
  network,
  relu,
  residual,
  sequential,
} from '@ibp/layers';
import { onnxEngine } from '@ibp/onnx';
import { crown, fastLin } from '@ibp/relax';
import * as tf from '@tensorflow/tfjs-core';

let engine: Engine;
beforeAll(async () => {
  engine = await onnxEngine();
});

const conv = (filters: number) => conv2d({ filters, kernelSize: 3, padding: 'same' });
const last = sequential(flatten(), dense(4), relu(), dense(1), relu(), dense(3));
const nets: { readonly [name: string]: Layer } = {
  'fully connected': sequential(flatten(), dense(9), relu(), dense(8), relu(), last),
  'convolutions and batch norm': sequential(conv(2), batchNorm(), relu(), conv(2), relu(), last),
  'a residual block': sequential(
    conv(2),
    relu(),
    residual(sequential(conv(2), relu(), conv(2))),
    relu(),
    last,
  ),
  'a max pool': sequential(conv(2), relu(), maxPool({ size: 2 }), last),
};

/** Three examples, so many rows of each, and a box around them. */
function problem(net: Parameters<typeof lower>[0], specs: number, seed: number) {
  const x = tf.randomUniform([3, ...net.inputShape], 0, 1, 'float32', seed);
  const spec = linearSpec(tf.randomUniform([3, specs, 3], -1, 1, 'float32', seed + 1));
  return { x, spec, box: linfBall(x, 0.06) };
}

describe.each(Object.keys(nets))('%s', (name) => {
  const method = name === 'fully connected' ? fastLin({ chunk: 5 }) : crown({ chunk: 5 });

  it('compiled, in padded chunks, has the bounds of tfjs, leaves no tensors, and holds at points', async () => {
    const net = network([8, 7, 1], nets[name]!, { seed: 2 });
    const compiled = compileBound(engine, net, method);
    for (const [specs, seed] of [
      [4, 1],
      [1, 2],
    ] as const) {
      const { x, spec, box } = problem(net, specs, seed);
      const eager = method(lower(net), box, spec);
      const before = tf.memory().numTensors;
      const found = await compiled.bound(box, spec);
      expect(tf.memory().numTensors).toBe(before);
      const expected = eager.dataSync();
      expect(found).toHaveLength(expected.length);
      found.forEach((bound, i) => {
        expect(Math.abs(bound - expected[i]!)).toBeLessThan(1e-4 * Math.max(1, Math.abs(expected[i]!)));
      });
      const values = tf.tidy(() => {
        const noise = tf.sign(tf.randomUniform(x.shape, -1, 1, 'float32', seed + 7));
        const outputs = apply(net, tf.clipByValue(tf.add(x, tf.mul(noise, 0.06)), 0, 1));
        return tf.squeeze(tf.matMul(spec.c as tf.Tensor3D, tf.expandDims(outputs, 2)), [2]).dataSync();
      });
      found.forEach((bound, i) => {
        expect(values[i]!).toBeLessThanOrEqual(bound + 1e-5);
      });
      tf.dispose([x, spec, box, eager]);
    }
    await compiled.dispose();
    disposeNetwork(net);
  });
});

it('weights are those of the call, and what is not finite is NaN', async () => {
  const net = network([3], sequential(dense(5), relu(), dense(5), relu(), dense(3)), { seed: 4 });
  const compiled = compileBound(engine, net, crown());
  const { x, spec, box } = problem(net, 2, 5);
  const first = await compiled.bound(box, spec);
  const kernel = Object.values(net.variables)[0]!;
  tf.tidy(() => kernel.assign(tf.mul(kernel, 3)));
  const expected = tf.tidy(() => crown()(lower(net), box, spec).dataSync());
  const second = await compiled.bound(box, spec);
  second.forEach((bound, i) => {
    expect(bound).toBeCloseTo(expected[i]!, 4);
  });
  expect(second).not.toEqual(first);
  tf.tidy(() => kernel.assign(tf.fill(kernel.shape, Number.POSITIVE_INFINITY)));
  expect([...(await compiled.bound(box, spec))].every(Number.isNaN)).toBe(true);
  await compiled.dispose();
  tf.dispose([x, spec, box]);
  disposeNetwork(net);
});
