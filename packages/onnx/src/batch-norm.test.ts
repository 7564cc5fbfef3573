import { linearSpec } from '@ibp/bounds';
import {
  apply,
  batchNorm,
  compileBound,
  disposeNetwork,
  forTraining,
  ibp,
  lower,
  network,
} from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { onnxEngine } from './onnx-engine';

const channels = 40;
const net = () => network([channels], batchNorm({ epsilon: 1e-3 }));
const setVariance = (of: ReturnType<typeof net>, seed: number) =>
  tf.tidy(() =>
    of.variables['batchNorm_1/variance']!.assign(tf.randomUniform([channels], 1e-4, 3, 'float32', seed)),
  );

const scalesOf = (of: ReturnType<typeof net>): number[] =>
  tf.tidy(() => Array.from((lower(of).nodes[1]!.params as { scale: tf.Tensor }).scale.dataSync()));

it('a compiled bound has the very scales that are certified, those of the call', async () => {
  const norm = net();
  const engine = await onnxEngine();
  const compiled = compileBound(engine, norm, forTraining(ibp()));
  // a batch norm of ones, about 0: each margin is a scale, where nothing is added for rounding
  const ones = tf.ones([1, channels]);
  const spec = linearSpec(tf.reshape(tf.eye(channels), [1, channels, channels]), tf.zeros([1, channels]));
  for (const seed of [1, 2]) {
    setVariance(norm, seed);
    expect(Array.from(await compiled.bound({ lower: ones, upper: ones }, spec))).toEqual(scalesOf(norm));
  }
  await compiled.dispose();
  disposeNetwork(norm);
});

it('a function that uses the network follows its moving averages', async () => {
  const norm = net();
  const engine = await onnxEngine();
  const x = tf.ones([1, channels]);
  setVariance(norm, 1);
  const compiled = await engine.compile((given) => ({ y: apply(norm, given.x!) }), { x });
  for (const seed of [1, 2]) {
    setVariance(norm, seed);
    const { y } = await compiled.run({ x });
    scalesOf(norm).forEach((scale, i) => {
      expect(Math.abs(y!.data[i]! / scale - 1)).toBeLessThan(1e-6);
    });
  }
  await compiled.dispose();
  disposeNetwork(norm);
});
