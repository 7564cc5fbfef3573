import { classificationSpec, specValues } from '@ibp/bounds';
import * as tf from '@tensorflow/tfjs-core';
import { ibp } from '../bound-method';
import { network } from '../builder';
import { relu } from '../builders/activation';
import { dense } from '../builders/dense';
import { conv1d } from '../builders/one-dimensional';
import { apply } from '../interpreter';
import { disposeNetwork } from '../network';
import { lower } from './lower';

const built = () =>
  network([9, 3], (build, x) => {
    const y = conv1d({ filters: 4, kernelSize: 3, stride: 2, padding: 'same', name: 'conv' })(build, x);
    return build.add('rescale', { scale: -2, shift: 0.5 }, [y], 'rescale');
  });

describe('lower', () => {
  it('turns every composite into one op of the same name and shape', () => {
    const net = built();
    const lowered = lower(net).nodes;
    expect(net.nodes.map((node) => node.op)).toEqual(['input', 'reshape', 'conv1d', 'reshape', 'rescale']);
    expect(lowered.map((node) => node.op)).toEqual(['input', 'reshape', 'conv2d', 'reshape', 'affine']);
    expect(lowered.map(({ name, shape }) => ({ name, shape }))).toEqual(
      net.nodes.map(({ name, shape }) => ({ name, shape })),
    );
    disposeNetwork(net);
  });

  it('computes what tf.conv1d and the two numbers do', () => {
    const net = built();
    const x = tf.randomNormal([2, 9, 3], 0, 1, 'float32', 1) as tf.Tensor3D;
    const kernel = net.variables['conv/kernel'] as unknown as tf.Tensor3D;
    const bias = net.variables['conv/bias']!;
    const expected = tf.add(tf.mul(tf.add(tf.conv1d(x, kernel, 2, 'same'), bias), -2), 0.5);
    const difference = tf.max(tf.abs(tf.sub(apply(net, x), expected)));
    expect(kernel.shape).toEqual([3, 3, 4]);
    expect(difference.dataSync()[0]).toBeLessThan(1e-5);
    disposeNetwork(net);
  });

  it('lets gradients through to the kernel of a 1-D convolution', () => {
    const net = built();
    const x = tf.randomNormal([2, 9, 3], 0, 1, 'float32', 1);
    const { value, grads } = tf.variableGrads(() => tf.sum(tf.square(apply(net, x))) as tf.Scalar);
    const kernel = grads[net.variables['conv/kernel']!.name]!;
    expect(kernel.shape).toEqual([3, 3, 4]);
    expect(Math.max(...tf.abs(kernel).dataSync())).toBeGreaterThan(0.1);
    tf.dispose([value, ...Object.values(grads)]);
    disposeNetwork(net);
  });

  it('refuses a kernel that does not fit, naming the layer', () => {
    const kernel = tf.zeros([3, 2, 4]);
    expect(() => network([9, 1, 3], (build, x) => build.add('conv1d', { kernel }, [x], 'mine'))).toThrow(
      /layer "mine": conv2d: expected input \[height,width,channels\].*got \[9,1,3\]/,
    );
    expect(() => network([9, 3], (build, x) => build.add('conv1d', { kernel }, [x], 'mine'))).toThrow(
      'layer "mine": conv1d: expected input [length,1,channels] and kernel [length,channels,filters], got [9,3] and [3,2,4]',
    );
  });

  it('gives ops that specifications are pulled back through', () => {
    const net = network([4], (build, x) => {
      const hidden = relu()(build, dense(5)(build, x));
      return build.add('rescale', { scale: -3, shift: 2 }, [dense(3)(build, hidden)]);
    });
    const x = tf.randomUniform([2, 4], 0, 1, 'float32', 3);
    const spec = classificationSpec([0, 2], 3);
    const elided = ibp()(lower(net), { lower: x, upper: x }, spec);
    const exact = specValues(spec, apply(net, x));
    expect(Math.max(...tf.abs(tf.sub(elided, exact)).dataSync())).toBeLessThan(2e-5);
    disposeNetwork(net);
  });
});
