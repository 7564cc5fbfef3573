import { classificationSpec, type Draw, linfBall, seededDraw } from '@ibp/bounds';
import { dense, disposeNetwork, flatten, network, relu, sequential } from '@ibp/layers';
import { outerPolytope } from '@ibp/relax';
import { closeTo, examples, nets, reachedMargins, setup, smallNetwork, value } from '@ibp/testing-networks';
import * as tf from '@tensorflow/tfjs-core';
import { pointAt } from '../testing';
import { medianOfAbsolutes } from './median';
import { projectedDual, projectedDualLoss } from './projected-dual';

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
    const net = nets['with a residual block and a pool']();
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
