import { classificationSpec, linfBall } from '@ibp/bounds';
import {
  type BoundMethod,
  conv2d,
  dense,
  disposeNetwork,
  flatten,
  type Layer,
  lower,
  type Network,
  network,
  relu,
  sequential,
  zeroPad2d,
} from '@ibp/layers';
import { valuesOf } from '@ibp/testing-networks';
import * as tf from '@tensorflow/tfjs-core';
import cases from '../../fixtures/crown.json';
import { crown, crownIbp, fastLin } from './crown';

type Case = (typeof cases)[number];

function layerOf({ units, filters, kernelSize, strides, zeroPad }: Case['layers'][number]): Layer {
  if (units !== undefined) return sequential(flatten(), dense(units));
  const conv = conv2d({ filters: filters!, kernelSize: kernelSize!, strides: strides! });
  return zeroPad ? sequential(zeroPad2d(zeroPad), conv) : conv;
}

function networkOf({ inputShape, layers }: Case): Network {
  const built = layers.map(layerOf).flatMap((layer, i) => (i ? [relu(), layer] : [layer]));
  const net = network(inputShape, sequential(...built));
  const values = layers.flatMap(({ kernel, bias }) => [kernel, bias]);
  tf.tidy(() => {
    for (const [i, variable] of Object.values(net.variables).entries()) {
      variable.assign(tf.tensor(values[i]!, variable.shape));
    }
  });
  return net;
}

const methods: { readonly [K in keyof Case['margins']]: BoundMethod } = {
  crownIbp: crownIbp(),
  crown: crown(),
  fastLin: fastLin(),
};

describe.each(cases)('$name: linear bounds agree with plain PyTorch in float64', (of) => {
  it.each(Object.entries(methods))('%s', (name, method) => {
    const net = networkOf(of);
    const x = tf.tensor(of.x, [of.labels.length, ...of.inputShape]);
    const spec = classificationSpec(of.labels, 3);
    const margins = valuesOf(tf.tidy(() => method(lower(net), linfBall(x, of.epsilon), spec)));
    const expected = of.margins[name as keyof typeof methods].flat();
    expect(margins).toHaveLength(expected.length);
    // above by what float32 may have lost, and no more
    const differences = margins.map((m, i) => m - expected[i]!);
    expect(Math.min(...differences)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...differences)).toBeLessThan(1e-4);
    disposeNetwork(net);
  });
});
