import { classificationSpec, type Draw, intervalBounds, linearSpec, linfBall, seededDraw } from '@ibp/bounds';
import {
  activation,
  apply,
  conv2d,
  dense,
  disposeNetwork,
  flatten,
  ibp,
  maxPool,
  type Network,
  network,
  propagateAll,
  relu,
  residual,
  sequential,
} from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { examples, pointAt, reachedMargins, smallNetwork, value } from '../testing';
import { hybridZonotope } from '../zonotope/hybrid-zonotope';
import { dualBound, wongKolter } from './dual-bound';
import { learnedDual, learnedDualLoss } from './learned-dual';
import { medianOfAbsolutes } from './median';
import { outerPolytope } from './outer-polytope';
import { projectedDual, projectedDualLoss } from './projected-dual';
import { withVerifier } from './verifier';

const residualNetwork = () =>
  network(
    [4, 4, 1],
    sequential(
      conv2d({ filters: 2, kernelSize: 3, padding: 'same' }),
      residual(sequential(relu(), conv2d({ filters: 2, kernelSize: 3, padding: 'same' }))),
      relu(),
      maxPool({ size: 2 }),
      flatten(),
      dense(5),
      relu(),
      dense(3),
    ),
    { seed: 4 },
  );
/** What is bounded by boxes, in one branch of each block and in both. */
const boxedBranches = () =>
  network(
    [4, 4, 1],
    sequential(
      residual(sequential(conv2d({ filters: 1, kernelSize: 3, padding: 'same' }), activation('sigmoid'))),
      conv2d({ filters: 2, kernelSize: 2 }),
      relu(),
      residual(maxPool({ size: 2, strides: 1, padding: 'same' })),
      residual(activation('tanh'), activation('sigmoid')),
      flatten(),
      dense(3),
    ),
    { seed: 4 },
  );
const nets = {
  plain: smallNetwork,
  'with a residual block and a pool': residualNetwork,
  'with pools and sigmoids in branches': boxedBranches,
};
const setup = (net: Network, epsilon = 0.1) => {
  const { x, labels } = examples();
  const box = linfBall(x, epsilon);
  const spec = classificationSpec(labels, 3);
  return { x, box, spec, bounds: propagateAll(net, box) };
};
const closeTo = (a: tf.Tensor, b: tf.Tensor, tolerance = 1e-4) =>
  expect(value(tf.max(tf.abs(tf.sub(a, b))))).toBeLessThan(tolerance);
const atLeast = (a: tf.Tensor, b: tf.Tensor) => expect(value(tf.min(tf.sub(a, b)))).toBeGreaterThan(-1e-5);

/** One unit: relu(z) for z in [-1, 3], of which -relu and relu are bounded. */
const oneUnit = () => {
  const net = network([1], sequential(relu(), dense(1)), { seed: 1 });
  tf.tidy(() => net.variables['dense_1/kernel']!.assign(tf.ones([1, 1])));
  const box = intervalBounds(tf.tensor2d([[-1]]), tf.tensor2d([[3]]));
  const spec = linearSpec(tf.tensor3d([[[1], [-1]]]));
  return { net, box, spec };
};

describe('dualBound', () => {
  it('is the chord above a relu and the line through 0 below it, by hand', () => {
    const { net, box, spec } = oneUnit();
    // above: 3/4 (z + 1) at z = 3; below: 3/4 z at z = -1
    const bound = dualBound(net as never, () => box, spec, wongKolter);
    closeTo(bound, tf.tensor2d([[3, 0.75]]));
    const zero = dualBound(
      net as never,
      () => box,
      spec,
      ({ after }) => tf.zerosLike(after),
    );
    closeTo(zero, tf.tensor2d([[3, 0]]));
    disposeNetwork(net);
  });

  it.each(Object.entries(nets))('is a bound whatever the variables: %s', (_, make) => {
    const net = make();
    const { box, spec, bounds } = setup(net);
    const reached = reachedMargins(net, spec, box, 30);
    for (const share of [-0.5, 0, 0.3, 1, 2]) {
      const bound = dualBound(
        net as never,
        (i) => bounds[i]!,
        spec,
        ({ after }) => tf.mul(after, share),
      );
      atLeast(bound, reached);
    }
    disposeNetwork(net);
  });

  it('is IBP where nothing passes the last relu', () => {
    const net = smallNetwork();
    const { box, spec, bounds } = setup(net);
    const bound = dualBound(
      net as never,
      (i) => bounds[i]!,
      spec,
      ({ after }) => tf.zerosLike(after),
    );
    closeTo(bound, ibp()(net as never, box, spec));
    disposeNetwork(net);
  });
});

describe('outerPolytope', () => {
  it.each(Object.entries(nets))('is a bound: %s', (_, make) => {
    const net = make();
    const { box, spec } = setup(net);
    atLeast(outerPolytope()(net as never, box, spec), reachedMargins(net, spec, box, 30));
    disposeNetwork(net);
  });

  it('is the better for bounds of its own: tighter than with those of intervals', () => {
    const net = smallNetwork();
    const { box, spec, bounds } = setup(net);
    const byIntervals = dualBound(net as never, (i) => bounds[i]!, spec, wongKolter);
    const gain = tf.sub(byIntervals, outerPolytope()(net as never, box, spec));
    expect(value(tf.min(gain))).toBeGreaterThan(0.01);
    disposeNetwork(net);
  });
});

describe('projectedDual', () => {
  it('estimates the bound of Wong & Kolter, the better the more projections', () => {
    const layers = sequential(flatten(), dense(6), relu(), dense(5), relu(), dense(3));
    const net = network([4, 4, 1], layers, { seed: 5 });
    const { box, spec } = setup(net);
    const exact = outerPolytope()(net as never, box, spec);
    const error = (count: number) =>
      value(tf.max(tf.abs(tf.sub(projectedDual(seededDraw(2), count)(net as never, box, spec), exact))));
    expect(error(4001)).toBeLessThan(0.01);
    expect(error(4001)).toBeLessThan(error(5));
    expect(() => projectedDual(seededDraw(2), 0)).toThrow('expected a whole number of projections above 0');
    disposeNetwork(net);
  });

  it('is exact where only the input has errors: nothing is estimated before the first relu', () => {
    const net = network([4, 4, 1], sequential(flatten(), dense(6), relu(), dense(3)), { seed: 5 });
    const { box, spec } = setup(net);
    const estimate = projectedDual(seededDraw(2), 1)(net as never, box, spec);
    closeTo(estimate, outerPolytope()(net as never, box, spec));
    disposeNetwork(net);
  });

  it('draws for one example, however many there are, and does well by each of them', () => {
    const net = smallNetwork();
    const { x } = examples();
    const drawn: (readonly number[])[] = [];
    const draw: Draw = (name, shape, distribution) => {
      drawn.push(shape);
      return seededDraw(3)(name, shape, distribution);
    };
    const four = linfBall(tf.concat([x, tf.sub(1, x)], 0), 0.1);
    const spec = classificationSpec([0, 2, 1, 2], 3);
    const together = projectedDual(draw, 301)(net as never, four, spec);
    expect(drawn.map((shape) => shape.slice(0, 2))).toEqual(drawn.map(() => [301, 1]));
    for (let i = 0; i < 4; i++) {
      const slice = (t: tf.Tensor) => tf.slice(t, [i], [1]);
      const one = { lower: slice(four.lower), upper: slice(four.upper) };
      const own = { c: slice(spec.c) as tf.Tensor, d: slice(spec.d) as tf.Tensor2D };
      // the estimate that it would get alone: the others do not matter to it
      closeTo(projectedDual(seededDraw(3), 301)(net as never, one, own), slice(together));
    }
    expect(value(tf.max(tf.abs(tf.sub(together, outerPolytope()(net as never, four, spec)))))).toBeLessThan(
      0.1,
    );
    disposeNetwork(net);
  });

  it('is exact at a point, and said to be unsound', () => {
    const net = residualNetwork();
    const { x, spec } = setup(net);
    const margins = projectedDual(seededDraw(2), 3)(net as never, linfBall(x, 0), spec);
    closeTo(margins, reachedMargins(net, spec, linfBall(x, 0), 1));
    const { parts } = projectedDualLoss({ projections: 3 })(net, examples(), pointAt());
    expect(Object.keys(parts)).toEqual(['fit', 'unsoundProjectedDual']);
    disposeNetwork(net);
  });

  it('takes the median, and gives its gradient to the element it is', () => {
    const x = tf.tensor2d([
      [3, 1],
      [-2, 5],
      [9, -4],
    ]);
    const { value: median, grad } = tf.valueAndGrad((t: tf.Tensor) => medianOfAbsolutes(t))(x);
    expect(Array.from(median.dataSync())).toEqual([3, 4]);
    expect(Array.from(grad.dataSync(), (g) => g + 0)).toEqual([1, 0, 0, 0, 0, -1]);
  });
});

describe('learnedDual', () => {
  it.each(Object.entries(nets))('is a bound whatever the verifier has learned: %s', (_, make) => {
    const net = withVerifier(make());
    const { box, spec } = setup(net);
    const reached = reachedMargins(net, spec, box, 30);
    const verifier = Object.entries(net.variables).filter(([name]) => name.startsWith('verifier/'));
    for (const seed of [1, 2, 3]) {
      tf.tidy(() => {
        for (const [, v] of verifier) v.assign(tf.randomNormal(v.shape, 0, 3, 'float32', seed));
      });
      atLeast(learnedDual(net)(net as never, box, spec), reached);
    }
    disposeNetwork(net);
  });

  it('is the loss of the shares that the verifier predicts of two units, by hand', () => {
    // relu(4 x - 1) and -2 relu(1 - 2 x) for x in [0, 1]: over [-1, 3] and [-1, 1]
    const net = withVerifier(network([1], sequential(dense(2), relu(), dense(2))));
    const values = {
      'dense_1/kernel': [4, -2],
      'dense_1/bias': [-1, 1],
      'dense_2/kernel': [0, 1, 0, -2],
      'dense_2/bias': [0, 0],
      'verifier/relu_1/weights': [1, 2, 0.5],
      'verifier/relu_1/bias': [-0.3, 0.2],
    };
    expect(Object.keys(net.variables)).toEqual(Object.keys(values));
    tf.tidy(() => {
      for (const [name, v] of Object.entries(net.variables)) {
        v.assign(tf.tensor(values[name as keyof typeof values], v.shape));
      }
    });
    // 1 of twice the slopes 3/4 and 1/2 less 1, 2 of tanh((l + u) / radius), 0.5 of the signs 1 and -1
    const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));
    const first = sigmoid(0.5 + 2 * Math.tanh(2 / 2.001) + 0.5 - 0.3);
    const second = sigmoid(0 + 0 - 0.5 + 0.2);
    // the relus cost max(relu(z) - first z), at -1, and max(2 second z - 2 relu(z)), at 0; the rest is linear, at x = 1
    const margin = first + 0 + 3 * first + 2 * second;
    const given = { x: tf.tensor2d([[0.5]]), labels: [0] };
    const { loss, parts } = learnedDualLoss()(net, given, pointAt({ kappa: 0, epsilon: 0.5 }));
    expect(value(loss)).toBeCloseTo(Math.log(1 + Math.exp(margin)), 5);
    expect(Object.keys(parts)).toEqual(['fit', 'spec']);
    disposeNetwork(net);
  });

  it('has a gradient by the verifier, which so gets tighter', () => {
    const net = withVerifier(smallNetwork());
    const loss = learnedDualLoss();
    const at = pointAt({ kappa: 0, epsilon: 0.1 });
    const verifier = Object.entries(net.variables).flatMap(([name, v]) =>
      name.startsWith('verifier/') ? [v] : [],
    );
    const lossNow = () => value(loss(net, examples(), at).loss);
    const before = lossNow();
    for (let i = 0; i < 20; i++) {
      tf.tidy(() => {
        const { grads } = tf.variableGrads(() => loss(net, examples(), at).loss, verifier);
        for (const v of verifier) v.assign(tf.sub(v, tf.mul(grads[v.name]!, 2)));
      });
    }
    expect(lossNow()).toBeLessThan(before - 1e-3);
    disposeNetwork(net);
  });

  it('refuses a network without a verifier, or a second one', () => {
    const net = smallNetwork();
    const loss = learnedDualLoss();
    expect(() => loss(net, examples(), pointAt())).toThrow('expected a network with a verifier');
    const verified = withVerifier(net);
    expect(() => withVerifier(verified)).toThrow('expected a network without a verifier');
    disposeNetwork(verified);
  });
});

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
    for (const bound of [hybridZonotope(), learnedDual(withVerifier(net))]) {
      expect(value(bound(net as never, empty, spec))).toBeNaN();
    }
    expect(apply(net, box.lower).shape).toEqual([2, 3]);
    disposeNetwork(net);
    tf.disposeVariables();
  });
});
