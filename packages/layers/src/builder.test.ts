import * as tf from '@tensorflow/tfjs-core';
import { createBuilder, network } from './builder';
import { relu } from './builders/activation';
import { batchNorm } from './builders/batch-norm';
import { concatenate, identity, residual, sequential } from './builders/combine';
import { conv2d } from './builders/conv2d';
import { dense } from './builders/dense';
import { flatten } from './builders/shape';
import { constantInitializer } from './initializers/constant';
import { heNormal } from './initializers/normal';
import { disposeNetwork, outputShape, trainableVariables } from './network';
import { valuesOf } from './testing';

const small = () =>
  sequential(
    conv2d({ filters: 2, kernelSize: 3 }),
    batchNorm(),
    relu(),
    flatten(),
    dense(5),
    relu(),
    dense(3),
  );

describe('network', () => {
  it('is a list of nodes in order, each with its name, inputs and shape', () => {
    const net = network([5, 5, 1], small());
    expect(net.nodes.map(({ op, name, inputs, shape }) => [op, name, inputs, shape])).toEqual([
      ['input', 'input', [], [5, 5, 1]],
      ['conv2d', 'conv2d_1', [0], [3, 3, 2]],
      ['batchNorm', 'batchNorm_1', [1], [3, 3, 2]],
      ['relu', 'relu_1', [2], [3, 3, 2]],
      ['reshape', 'flatten_1', [3], [18]],
      ['dense', 'dense_1', [4], [5]],
      ['relu', 'relu_2', [5], [5]],
      ['dense', 'dense_2', [6], [3]],
    ]);
    expect(outputShape(net)).toEqual([3]);
    disposeNetwork(net);
  });

  it('names its variables after their layers, and tells the trained ones', () => {
    const net = network([5, 5, 1], small());
    const statistics = ['batchNorm_1/mean', 'batchNorm_1/variance'];
    const trained = [
      ...['conv2d_1/kernel', 'conv2d_1/bias', 'batchNorm_1/gamma', 'batchNorm_1/beta'],
      ...['dense_1/kernel', 'dense_1/bias', 'dense_2/kernel', 'dense_2/bias'],
    ];
    expect(Object.keys(net.variables).sort()).toEqual([...trained, ...statistics].sort());
    expect(Object.keys(trainableVariables(net))).toEqual(trained);
    const node = net.nodes[1]!;
    expect(node.op === 'conv2d' && node.params.kernel).toBe(net.variables['conv2d_1/kernel']);
    disposeNetwork(net);
  });

  it.each([0, 1, -7, 123_456_789, Number.MAX_SAFE_INTEGER])('has the same weights for seed %d', (seed) => {
    const weights = (s: number) => {
      const net = network([6], sequential(dense(4, { kernelInitializer: heNormal }), dense(4)), { seed: s });
      const values = Object.values(net.variables).map(valuesOf);
      disposeNetwork(net);
      return values;
    };
    const [first, , second] = weights(seed);
    expect([first, second]).toEqual([weights(seed)[0], weights(seed)[2]]);
    const other = weights(seed === Number.MAX_SAFE_INTEGER ? seed - 1 : seed + 1);
    expect(first).not.toEqual(other[0]);
    expect(second).not.toEqual(other[2]);
  });

  it('draws each variable apart', () => {
    const same = { kernelInitializer: heNormal };
    const net = network([4], sequential(dense(4, same), dense(4, same)));
    expect(valuesOf(net.variables['dense_1/kernel']!)).not.toEqual(
      valuesOf(net.variables['dense_2/kernel']!),
    );
    disposeNetwork(net);
  });

  it('names the layer and both shapes where a layer does not fit, and leaves nothing behind', () => {
    const bad = (layer: Parameters<typeof network>[1]) => () => network([5, 5, 1], layer);
    const before = tf.memory().numTensors;
    expect(bad(sequential(small(), conv2d({ filters: 1, kernelSize: 1 })))).toThrow(
      'conv2d_2: expected input [height,width,channels], got [3]',
    );
    expect(bad(sequential(dense(2), conv2d({ filters: 1, kernelSize: 7 })))).toThrow(
      'layer "conv2d_1": conv2d: expected an input of at least 7 along axis 0, got [5,5,2]',
    );
    expect(bad(sequential(dense(2, { name: 'mine' }), residual(dense(3))))).toThrow(
      'layer "add_1": add: expected two inputs of one shape, got [5,5,3] and [5,5,2]',
    );
    expect(bad(concatenate([dense(2), flatten()]))).toThrow(
      'layer "concat_1": concat: expected inputs alike but for axis -1, got [5,5,2] [25]',
    );
    expect(bad(sequential(dense(2, { name: 'twice' }), dense(2, { name: 'twice' })))).toThrow(
      'network: expected distinct variable names, got "twice/kernel" twice',
    );
    expect(tf.memory().numTensors).toBe(before);
  });

  it('refuses an input shape, a seed or an output that cannot be', () => {
    for (const shape of [[], [0], [2.5], [-1, 2]]) {
      expect(() => network(shape, identity())).toThrow(
        'network: expected an input shape of whole numbers above 0',
      );
    }
    for (const seed of [0.5, Number.NaN, 2 ** 60]) {
      expect(() => network([2], identity(), { seed })).toThrow('network: expected a whole number as seed');
    }
    const dead = () =>
      network([2], (build, x) => {
        relu()(build, x);
        return x;
      });
    expect(dead).toThrow('network: expected the output to be the last node 1, got node 0');
  });

  it('keeps its hands off a tensor that an initialiser returns, and refuses one of another shape', () => {
    const mine = tf.tensor2d([[1], [2]]);
    const net = network([2], dense(1, { kernelInitializer: () => mine }));
    expect(valuesOf(mine)).toEqual([1, 2]);
    disposeNetwork(net);
    expect(valuesOf(mine)).toEqual([1, 2]);
    expect(() => network([3], dense(1, { kernelInitializer: () => mine }))).toThrow(
      'initial value of "dense_1/kernel": expected shape [3,1], got [2,1]',
    );
  });

  it('leaves nothing behind once disposed', () => {
    const before = tf.memory().numTensors;
    const net = network([5, 5, 1], small());
    expect(tf.memory().numTensors - before).toBe(Object.keys(net.variables).length);
    disposeNetwork(net);
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('createBuilder', () => {
  it('discards the variables it made, and not those it shares', () => {
    const { builder, discard } = createBuilder([2], 0);
    const own = builder.variable('own', [2], constantInitializer(1));
    const shared = builder.share('shared', tf.variable(tf.zeros([2])));
    discard();
    expect([own.isDisposed, shared.isDisposed]).toEqual([true, false]);
    shared.dispose();
  });
});
