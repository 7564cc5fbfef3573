import { linearSpec, pointBounds } from '@ibp/bounds';
import { disposeNetwork, ibp, type LoweredNetwork } from '@ibp/layers';
import { atLeast, closeTo, nets, oneUnit, reachedMargins, setup, smallNetwork } from '@ibp/testing-networks';
import * as tf from '@tensorflow/tfjs-core';
import { dualBound, wongKolter } from './dual-bound';

describe('dualBound', () => {
  it('is the chord above a relu and the line through 0 below it, by hand', () => {
    const { net, box, spec } = oneUnit();
    // above: 3/4 (z + 1) at z = 3; below: 3/4 z at z = -1
    const bound = dualBound(net as never, spec, { boundsOf: () => box, variables: wongKolter });
    closeTo(bound, tf.tensor2d([[3, 0.75]]));
    const zero = dualBound(net as never, spec, {
      boundsOf: () => box,
      variables: ({ after }) => tf.zerosLike(after),
    });
    closeTo(zero, tf.tensor2d([[3, 0]]));
    disposeNetwork(net);
  });

  it.each(Object.entries(nets))('is a bound whatever the variables: %s', (_, make) => {
    const net = make();
    const { box, spec, bounds } = setup(net);
    const reached = reachedMargins(net, spec, box, 30);
    for (const share of [-0.5, 0, 0.3, 1, 2]) {
      const bound = dualBound(net as never, spec, {
        boundsOf: (i) => bounds[i]!,
        variables: ({ after }) => tf.mul(after, share),
      });
      atLeast(bound, reached);
    }
    disposeNetwork(net);
  });

  it('is nothing where float32 overflows: -Infinity is below what it is to bound', () => {
    const params = { scale: tf.ones([1]), shift: tf.fill([1], -2.1e37) };
    const nodes = [
      { op: 'input', inputs: [], shape: [1], params: {} },
      { op: 'affine', inputs: [0], shape: [1], params },
    ];
    const net = { inputShape: [1], nodes, variables: {} } as unknown as LoweredNetwork;
    const box = pointBounds(tf.zeros([1, 1]));
    const spec = linearSpec(tf.fill([1, 1, 1], 2 ** 18), tf.zeros([1, 1]));
    for (const outward of [false, true]) {
      const bound = dualBound(net, spec, { boundsOf: () => box, variables: wongKolter, outward });
      expect(bound.dataSync()[0]).toBeNaN();
    }
  });

  it('is IBP where nothing passes the last relu', () => {
    const net = smallNetwork();
    const { box, spec, bounds } = setup(net);
    const bound = dualBound(net as never, spec, {
      boundsOf: (i) => bounds[i]!,
      variables: ({ after }) => tf.zerosLike(after),
    });
    closeTo(bound, ibp()(net as never, box, spec));
    disposeNetwork(net);
  });
});
