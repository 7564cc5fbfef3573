import { disposeNetwork, type Network, network, outputShape, summary, zeros } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { type ModelName, models, smallLayers } from './index';

/** Fills without work: initialising the large model's 32768 x 512 kernel for a count would take seconds. */
const cheap = { kernelInitializer: zeros };

function using<T>(built: Network, look: (network: Network) => T): T {
  const seen = look(built);
  disposeNetwork(built);
  return seen;
}

const count = (built: Network) =>
  using(built, (n) => {
    const { hiddenUnits, parameters } = summary(n);
    return { hiddenUnits, parameters };
  });

describe('models', () => {
  it.each<[ModelName, number, number]>([
    ['small', 8_308, 470_918],
    ['medium', 46_912, 1_188_906],
    ['large', 229_888, 17_190_602],
  ])('%s has the hidden units and parameters of the paper on CIFAR-10', (name, hiddenUnits, parameters) => {
    const built = models[name]({ inputShape: [32, 32, 3], classes: 10, ...cheap });
    expect(count(built)).toEqual({ hiddenUnits, parameters });
  });

  it('wideResNet10 has the 8M parameters of the paper, and its 1.8M hidden units on 56x56 crops', () => {
    const on = (size: number) =>
      count(models.wideResNet10({ inputShape: [size, size, 3], classes: 1000, ...cheap }));
    expect(on(64)).toEqual({ hiddenUnits: 2_359_296, parameters: 8_068_808 });
    expect(on(56)).toEqual({ hiddenUnits: 1_806_336, parameters: 8_068_808 });
  });

  it('cnn7 has 7 layers with weights, and batch norm before each relu', () => {
    const options = { inputShape: [32, 32, 3], classes: 10, ...cheap, outputInitializer: zeros };
    using(models.cnn7(options), (n) => {
      const ops = n.nodes.map((node) => node.op);
      expect(ops.filter((op) => op === 'conv2d' || op === 'dense')).toHaveLength(7);
      expect(ops.filter((op) => op === 'batchNorm')).toHaveLength(6);
      for (const [i, op] of ops.entries()) if (op === 'relu') expect(ops[i - 1]).toBe('batchNorm');
      // kernels 1728 + 36864 + 73728 + 2 * 147456 + 16777216, gamma and beta 2 * 1024, the last layer 5130
      expect(summary(n)).toMatchObject({ hiddenUnits: 229_888, parameters: 17_191_626 });
    });
  });

  /** A multiplication and an addition for each weight and place that it is used at. */
  const multiplyAdds = ({ nodes }: Network) =>
    nodes.reduce((sum, { op, params, shape }) => {
      const { kernel } = params as { kernel?: tf.Variable };
      const places = op === 'conv2d' ? shape[0]! * shape[1]! : 1;
      return sum + (kernel ? kernel.size * places : 0);
    }, 0);

  it.each<[ModelName, object, number, number, number]>([
    // kernels 1600 + 131072, gamma and beta 2 * 192, the last layer 62730
    ['cnn3', { inputShape: [28, 28, 1] }, 18_816, 195_786, 6_798_848],
    // kernels 4800 + 131072, gamma and beta 2 * 192, the last layer 81930
    ['cnn3', { inputShape: [32, 32, 3] }, 24_576, 218_186, 9_699_328],
    // kernels 1728 + 65536 + 131072 + 4194304, gamma and beta 2 * 768, the last layer 5130
    ['cnn5', { inputShape: [32, 32, 3] }, 90_624, 4_399_306, 31_134_720],
    // kernels 864 + 16384 + 32768 + 524288, gamma and beta 2 * 256, the last layer 1290
    ['cnn5', { inputShape: [32, 32, 3], width: 0.5, hiddenUnits: 128 }, 45_184, 576_106, 7_701_760],
  ])(
    '%s on %p has the parameters and multiply-adds of CTRAIN',
    (name, options, hiddenUnits, parameters, operations) => {
      const given = { classes: 10, ...cheap, outputInitializer: zeros, inputShape: [1, 1, 1], ...options };
      using(models[name](given), (n) => {
        expect(summary(n)).toMatchObject({ hiddenUnits, parameters });
        expect(multiplyAdds(n)).toBe(operations);
        for (const [i, { op }] of n.nodes.entries())
          if (op === 'relu') expect(n.nodes[i - 1]!.op).toBe('batchNorm');
      });
    },
  );

  it.each(Object.keys(models) as ModelName[])('%s has half the filters at half the width', (name) => {
    const filters = (width: number) => {
      const options = { inputShape: [16, 16, 1], classes: 3, ...cheap, outputInitializer: zeros, width };
      return using(models[name](options), ({ variables }) =>
        Object.entries(variables).flatMap(([key, { shape }]) =>
          key.endsWith('kernel') ? [shape.at(-1)!] : [],
        ),
      );
    };
    const [whole, half] = [filters(1), filters(0.5)];
    expect(half).toEqual([...whole.slice(0, -1).map((count) => count / 2), 3]);
  });

  it('refuses a width, or hidden units, that cannot be', () => {
    const on = (name: ModelName, more: object) => () =>
      models[name]({ inputShape: [16, 16, 1], classes: 10, ...cheap, ...more });
    expect(on('cnn5', { width: 0 })).toThrow('cnn5 for [16,16,1]: width: expected a number above 0, got 0');
    expect(on('small', { hiddenUnits: 1.5 })).toThrow(
      'hiddenUnits: expected a whole number above 0, got 1.5',
    );
    for (const name of ['cnn3', 'wideResNet10'] as const) {
      expect(on(name, { hiddenUnits: 128 })).toThrow(
        `${name} for [16,16,1]: hiddenUnits: expected none, as only the logits are fully connected, got 128`,
      );
    }
  });

  it.each(Object.keys(models) as ModelName[])('%s takes any image shape and number of classes', (name) => {
    for (const [inputShape, classes] of [
      [[28, 28, 1], 10],
      [[17, 19, 2], 3],
    ] as const) {
      const built = models[name]({ inputShape, classes, ...cheap, outputInitializer: zeros });
      expect(using(built, outputShape)).toEqual([classes]);
    }
  });

  it('shallow is the network of Raghunathan et al. on MNIST', () => {
    // kernels 392000 + 5000, biases 500 + 10
    const built = models.shallow({ inputShape: [28, 28, 1], classes: 10, ...cheap });
    expect(count(built)).toEqual({ hiddenUnits: 500, parameters: 397_510 });
  });

  it('mlp takes the features of a table, which no other does', () => {
    const options = { inputShape: [16], classes: 5, ...cheap };
    // kernels 1600 + 10000 + 500, biases 100 + 100 + 5
    expect(count(models.mlp(options))).toEqual({ hiddenUnits: 200, parameters: 12_305 });
    expect(() => models.small(options)).toThrow('expected inputShape [height,width,channels], got [16]');
  });

  it('initialises from the seed alone', () => {
    const first = (seed: number) =>
      using(models.small({ inputShape: [10, 10, 1], classes: 2, seed }), (n) =>
        Array.from(n.variables['conv2d_1/kernel']!.dataSync()),
      );
    expect(first(1)).toEqual(first(1));
    expect(first(1)).not.toEqual(first(2));
  });

  it('normalises first, and puts batch norm in when asked to', () => {
    const normalize = { mean: [0.1, 0.2, 0.3], std: 0.5 };
    const options = { inputShape: [16, 16, 3], classes: 4, ...cheap };
    for (const name of Object.keys(models) as ModelName[]) {
      const built = models[name]({ ...options, normalize, batchNorm: true });
      using(built, ({ nodes }) => {
        expect(nodes[1]!.op).toBe('affine');
        const relus = nodes.filter((node) => node.op === 'relu');
        for (const { inputs } of relus) expect(nodes[inputs[0]!]!.op).toBe('batchNorm');
      });
    }
  });

  it('gives its layers to those who compose', () => {
    const built = network([12, 12, 1], smallLayers(5, cheap));
    expect(using(built, outputShape)).toEqual([5]);
  });

  it('initialises what a residual block adds apart', () => {
    const half = (shape: readonly number[]) => tf.fill([...shape], 0.5);
    const built = models.wideResNet10({
      inputShape: [4, 4, 1],
      classes: 2,
      ...cheap,
      addendInitializer: half,
    });
    const names = using(built, ({ variables }) =>
      Object.keys(variables).filter(
        (name) => name.endsWith('kernel') && tf.max(variables[name]!).dataSync()[0],
      ),
    );
    expect(names).toEqual([3, 4, 6, 7, 9, 10].map((i) => `conv2d_${i}/kernel`));
  });

  it('says which model an input is too small for, and leaves nothing behind', () => {
    const at = (name: ModelName, size: number) => () =>
      using(models[name]({ inputShape: [size, size, 1], classes: 10, ...cheap }), outputShape);
    const before = tf.memory().numTensors;
    expect(at('small', 9)).toThrow(
      'small for [9,9,1]: layer "conv2d_2": conv2d: expected an input of at least 4 along axis 0, got [3,3,16]',
    );
    expect(at('medium', 15)).toThrow('medium for [15,15,1]: layer "conv2d_4"');
    expect(tf.memory().numTensors).toBe(before);
    expect(at('small', 10)()).toEqual([10]);
    expect(at('medium', 16)()).toEqual([10]);
    expect(at('large', 1)()).toEqual([10]);
  });

  it.each([
    [[784], 10, 'small: expected inputShape [height,width,channels], got [784]'],
    [[28, 28, 1], 1, 'small: expected classes, a whole number >= 2, got 1'],
    [[28, 28, 1], 2.5, 'small: expected classes, a whole number >= 2, got 2.5'],
  ])('refuses %p with %p classes', (inputShape, classes, message) => {
    expect(() => models.small({ inputShape, classes })).toThrow(message);
  });
});
