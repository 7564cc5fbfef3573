import { classificationSpec, intervalBounds, linearSpec, linfBall } from '@ibp/bounds';
import {
  activation,
  dense,
  disposeNetwork,
  forTraining,
  ibp,
  network,
  relu,
  residual,
  sequential,
} from '@ibp/layers';
import {
  atLeast,
  closeTo,
  nets,
  oneUnit,
  reachedMargins,
  setup,
  smallNetwork,
  value,
} from '@ibp/testing-networks';
import * as tf from '@tensorflow/tfjs-core';
import { hybridZonotope } from './hybrid-zonotope';

describe('hybridZonotope', () => {
  it('forgets an unstable relu, or keeps its chord, by hand', () => {
    const { net, box, spec } = oneUnit();
    closeTo(hybridZonotope()(net as never, box, spec), tf.tensor2d([[3, 0]]));
    // 3/4 z + [0, 3/4] for z in [-1, 3]
    closeTo(hybridZonotope({ relu: 'chord' })(net as never, box, spec), tf.tensor2d([[3, 0.75]]));
    disposeNetwork(net);
  });

  it.each(Object.entries(nets))('is a bound: %s', (_, make) => {
    const net = make();
    const { box, spec } = setup(net);
    const reached = reachedMargins(net, spec, box, 30);
    for (const kind of ['box', 'chord'] as const) {
      atLeast(hybridZonotope({ relu: kind })(net as never, box, spec), reached);
    }
    disposeNetwork(net);
  });

  it.each(Object.entries(nets))('is a bound with few errors, no tighter than with more: %s', (_, make) => {
    const net = make();
    const { box, spec } = setup(net);
    const reached = reachedMargins(net, spec, box, 30);
    const all = hybridZonotope()(net as never, box, spec);
    for (const errors of [1, 2, 1000]) {
      const few = hybridZonotope({ errors })(net as never, box, spec);
      atLeast(few, reached);
      if (errors === 1000) closeTo(few, all);
    }
    disposeNetwork(net);
  });

  it('gives errors to the widest inputs of each example, by hand', () => {
    // (x - y) - (x - y) is 0 for what has errors, and twice the radius for what is in the box
    const net = network(
      [2],
      sequential(
        dense(2, { kernelInitializer: () => tf.tensor2d([1, 1, -1, -1], [2, 2]) }),
        relu(),
        dense(1, { kernelInitializer: () => tf.tensor2d([[1], [-1]]) }),
      ),
      { seed: 1 },
    );
    tf.tidy(() => net.variables['dense_1/bias']!.assign(tf.fill([2], 9))); // relus on
    const [low, high] = [tf.tensor2d([0, 0, 0, 0], [2, 2]), tf.tensor2d([2, 4, 8, 4], [2, 2])];
    const spec = linearSpec(tf.ones([2, 1, 1]), tf.zeros([2, 1]));
    const margins = (errors?: number) => {
      const method = forTraining(hybridZonotope(errors === undefined ? {} : { errors }));
      return method(net as never, intervalBounds(low, high), spec);
    };
    closeTo(margins(1), tf.tensor2d([[2], [4]]));
    closeTo(margins(2), tf.tensor2d([[0], [0]]));
    closeTo(margins(), tf.tensor2d([[0], [0]]));
    for (const errors of [0, 1.5, Number.NaN]) {
      expect(() => margins(errors)).toThrow('hybridZonotope: expected a whole number of errors above 0');
    }
    disposeNetwork(net);
  });

  it('is exact through linear layers, where IBP is not', () => {
    const net = network([2], sequential(dense(4), dense(4), relu(), dense(2)), { seed: 1 });
    tf.tidy(() => net.variables['dense_2/bias']!.assign(tf.fill([4], 9))); // all relus on
    const box = linfBall(tf.tensor2d([[0.4, 0.6]]), 0.1);
    const spec = classificationSpec([0], 2);
    const exact = reachedMargins(net, spec, box, 40);
    closeTo(hybridZonotope()(net as never, box, spec), exact);
    expect(value(ibp()(net as never, box, spec))).toBeGreaterThan(value(exact) + 0.01);
    disposeNetwork(net);
  });

  it('keeps errors that a large bias would swallow, by hand', () => {
    // 600 errors of 1/16 each pass a bias of 2^20, whose last place is 1/8, and one that takes it away again
    const all = (w: number) => dense(1, { kernelInitializer: (shape) => tf.fill([...shape], w) });
    const layers = sequential(all(1 / 16), relu(), all(1), relu(), all(1), relu(), all(1));
    const net = network([600], layers, { seed: 1 });
    const biases = [64, 2 ** 20, -(2 ** 20)];
    tf.tidy(() => {
      for (const [i, bias] of biases.entries())
        net.variables[`dense_${i + 1}/bias`]!.assign(tf.tensor1d([bias]));
    });
    const box = intervalBounds(tf.fill([1, 600], -1), tf.ones([1, 600]));
    const spec = linearSpec(tf.ones([1, 1, 1]), tf.tensor2d([[-64 - 30]]));
    for (const kind of ['box', 'chord'] as const) {
      // the greatest value is 600 / 16 + 64 - 94
      expect(value(hybridZonotope({ relu: kind })(net as never, box, spec))).toBeGreaterThanOrEqual(7.5);
    }
    disposeNetwork(net);
  });

  it('adds what is bounded by a box to what is not, whose errors still cancel, by hand', () => {
    // (x + sigmoid(x)) - x
    const minus = dense(1, { kernelInitializer: () => tf.tensor2d([[-1]]) });
    const net = network([1], residual(residual(activation('sigmoid')), minus), { seed: 1 });
    const [low, high] = [tf.tensor2d([[-1], [0]]), tf.tensor2d([[2], [0.5]])];
    const spec = linearSpec(
      tf.tensor3d([
        [[1], [-1]],
        [[1], [-1]],
      ]),
    );
    const ends = tf.concat([tf.sigmoid(high), tf.neg(tf.sigmoid(low))], 1);
    for (const kind of ['box', 'chord'] as const) {
      closeTo(hybridZonotope({ relu: kind })(net as never, intervalBounds(low, high), spec), ends);
    }
    disposeNetwork(net);
  });

  it('gives NaN for an empty box, as IBP does', () => {
    const net = smallNetwork();
    const { spec, box } = setup(net);
    const empty = { lower: box.upper, upper: box.lower };
    expect(value(hybridZonotope()(net as never, empty, spec))).toBeNaN();
    disposeNetwork(net);
  });
});
