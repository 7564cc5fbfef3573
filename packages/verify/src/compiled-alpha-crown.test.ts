import { linearSpec, linfBall } from '@ibp/bounds';
import {
  apply,
  batchNorm,
  compileBound,
  conv2d,
  dense,
  disposeNetwork,
  flatten,
  type Layer,
  leakyRelu,
  lower,
  maxPool,
  network,
  propagateAll,
  relu,
  residual,
  sequential,
} from '@ibp/layers';
import { onnxEngine } from '@ibp/onnx';
import { type AlphaCrownOptions, alphaCrown } from '@ibp/relax';
import * as tf from '@tensorflow/tfjs-core';

const conv = (filters: number) => conv2d({ filters, kernelSize: 3, padding: 'same' });
const last = sequential(flatten(), dense(5), leakyRelu(0.1), dense(3));
const nets: { readonly [name: string]: readonly [Layer, AlphaCrownOptions] } = {
  'fully connected': [sequential(flatten(), dense(9), relu(), dense(8), relu(), last), {}],
  'batch norm and a residual block': [
    sequential(conv(2), batchNorm(), relu(), residual(sequential(conv(2), relu(), conv(2))), relu(), last),
    { bounds: propagateAll },
  ],
  'a max pool': [
    sequential(conv(2), relu(), maxPool({ size: 2 }), flatten(), dense(8), relu(), last),
    { bounds: propagateAll },
  ],
};

const near = (found: ArrayLike<number>, expected: ArrayLike<number>) => {
  expect(found).toHaveLength(expected.length);
  Array.from(found).forEach((x, i) => {
    expect(Math.abs(x - expected[i]!)).toBeLessThan(2e-3 * Math.max(1, Math.abs(expected[i]!)));
  });
};

it.each(Object.keys(nets))(
  '%s: compiled, has the bounds of tfjs, holds at points, and leaves no tensors',
  async (name) => {
    const engine = await onnxEngine();
    const [layer, bounds] = nets[name]!;
    const net = network([6, 6, 1], layer, { seed: 2 });
    const x = tf.randomUniform([2, 6, 6, 1], 0, 1, 'float32', 1);
    const [box, spec] = [linfBall(x, 0.1), linearSpec(tf.randomUniform([2, 5, 3], -1, 1, 'float32', 2))];
    const method = alphaCrown({ steps: 4, stopWhenProved: false, chunk: 3, ...bounds });
    const compiled = compileBound(engine, net, method);
    const eager = method(lower(net), box, spec);
    const before = tf.memory().numTensors;
    const found = await compiled.bound(box, spec);
    expect(tf.memory().numTensors).toBe(before);
    near(found, eager.dataSync());
    const start = alphaCrown({ steps: 0, ...bounds })(lower(net), box, spec).dataSync();
    expect(found.some((bound, i) => bound < start[i]! - 1e-3)).toBe(true); // they were improved
    const values = tf.tidy(() => {
      const noise = tf.sign(tf.randomUniform(x.shape, -1, 1, 'float32', 7));
      const outputs = apply(net, tf.clipByValue(tf.add(x, tf.mul(noise, 0.1)), 0, 1));
      return tf.squeeze(tf.matMul(spec.c as tf.Tensor3D, tf.expandDims(outputs, 2)), [2]).dataSync();
    });
    found.forEach((bound, i) => {
      expect(values[i]!).toBeLessThanOrEqual(bound + 1e-5);
    });
    await compiled.dispose();
    disposeNetwork(net);
  },
);
