import { type IntervalBounds, type LinearSpec, ops } from '@ibp/bounds';
import { type BoundMethod, disposeNetwork, flatten, lower, maxPool, network, sequential } from '@ibp/layers';
import { valuesOf } from '@ibp/testing-networks';
import * as tf from '@tensorflow/tfjs-core';
import { forwardLinear } from '../forward/forward-linear';
import { alphaCrown } from './alpha-crown';
import { crown } from './crown';
import { relaxGreatest } from './relaxations/greatest';
import { absenceOf, windowsOf } from './windows';

const random = (shape: number[], seed: number) => tf.randomUniform(shape, -1, 1, 'float32', seed);

/** Boxes of images `[3, 4, 5, 2]`, times a number. */
function boxes(scale: number): IntervalBounds {
  const [middle, radius] = [random([3, 4, 5, 2], 1), tf.abs(random([3, 4, 5, 2], 2))];
  return { lower: tf.mul(tf.sub(middle, radius), scale), upper: tf.mul(tf.add(middle, radius), scale) };
}

const pools = [
  { size: [2, 2], strides: [1, 1], padding: 'same' },
  { size: [3, 2], strides: [2, 2], padding: 'same' },
  { size: [2, 2], strides: [3, 3], padding: 'same' },
  { size: [2, 3], strides: [1, 2], padding: 'valid' },
] as const;

describe.each(pools)('the greatest of windows, %p', (pool) => {
  it('is bounded alike at every scale', () => {
    const plain = relaxGreatest(windowsOf(boxes(1), pool));
    for (const scale of [2 ** 60, 2 ** 97, 2 ** 120]) {
      const scaled = relaxGreatest(windowsOf(boxes(scale), pool));
      expect(scaled.lower.dataSync()).toEqual(plain.lower.dataSync());
      expect(scaled.upper.dataSync()).toEqual(plain.upper.dataSync());
      expect(tf.div(scaled.offset, scale).dataSync()).toEqual(plain.offset.dataSync());
    }
  });

  it.each([-1, 1])('lies between its lines where all are of the sign %i', (sign) => {
    const scale = 2 ** 100;
    // [1, 3] or [-3, -1], and thereabouts
    const box = tf.tidy(() => {
      const { lower: low, upper: high } = boxes(scale / 2);
      return { lower: tf.add(low, 2 * sign * scale), upper: tf.add(high, 2 * sign * scale) };
    });
    const relaxed = relaxGreatest(windowsOf(box, pool));
    for (let seed = 3; seed < 13; seed++) {
      const share = tf.abs(random(box.lower.shape, seed));
      const x = tf.add(tf.mul(share, box.upper), tf.mul(tf.sub(1, share), box.lower));
      const units = windowsOf({ lower: x, upper: x }, pool).lower;
      const greatest = tf.transpose(ops.maxPool.forward(x, pool), [0, 3, 1, 2]);
      const low = tf.sub(greatest, tf.sum(tf.mul(relaxed.lower, units), -1));
      const high = tf.sub(tf.add(tf.sum(tf.mul(relaxed.upper, units), -1), relaxed.offset), greatest);
      for (const gap of [low, high]) expect(tf.min(gap).dataSync()[0]! / scale).toBeGreaterThan(-1e-5);
    }
  });
});

describe('pools of huge values', () => {
  const methods: [string, BoundMethod][] = [
    ['crown', crown()],
    ['alphaCrown', alphaCrown({ steps: 2, stopWhenProved: false })],
    ['forward', forwardLinear()],
  ];
  const cases = methods.flatMap(([name, method]) =>
    (['same', 'valid'] as const).flatMap((padding) =>
      [9e29, 4e29, 1e20].map((m) => [name, padding, m, method] as const),
    ),
  );

  /** Of windows of units in [-2 M, -M]: the bounds, over M, of what they lie above -M by, and below it. */
  function bounds(method: BoundMethod, padding: 'same' | 'valid', m: number): number[] {
    const net = network([2, 2, 1], sequential(maxPool({ size: 2, strides: 1, padding }), flatten()));
    const windows = padding === 'same' ? 4 : 1;
    const box = { lower: tf.fill([1, 2, 2, 1], -2 * m), upper: tf.fill([1, 2, 2, 1], -m) };
    const c = tf.concat([tf.neg(tf.eye(windows)), tf.eye(windows)]);
    const spec: LinearSpec = {
      c: tf.reshape(c, [1, 2 * windows, windows]),
      d: tf.fill([1, 2 * windows], -m),
    };
    const margins = valuesOf(tf.tidy(() => method(lower(net), box, spec)));
    disposeNetwork(net);
    return margins.map((margin) => margin / m);
  }

  it.each(cases)('%s, %s: M = %p as M = 1', (_, padding, m, method) => {
    const [huge, plain] = [bounds(method, padding, m), bounds(method, padding, 1)];
    for (const [i, margin] of huge.entries()) {
      expect(margin).toBeCloseTo(plain[i]!, 4);
      // 2 M - M, and no less than -M - M
      if (i < huge.length / 2) expect(margin).toBeCloseTo(1, 4);
      else expect(margin).toBeGreaterThan(-2);
    }
  });
});

describe('absenceOf', () => {
  it('is -Infinity where a window reaches into padding', () => {
    const none = Number.NEGATIVE_INFINITY;
    const pool = { size: [2, 2], strides: [1, 1], padding: 'same' } as const;
    expect(absenceOf([2, 2, 1], pool)!.arraySync()).toEqual([
      [0, 0, 0, 0],
      [0, none, 0, none],
      [0, 0, none, none],
      [0, none, none, none],
    ]);
    expect(absenceOf([3, 3, 1], { ...pool, padding: 'valid' })).toBeUndefined();
  });

  it('refuses a window of padding alone', () => {
    const apart = { size: [2, 2], strides: [1, 1], padding: 'same', dilations: [4, 4] } as const;
    expect(() => absenceOf([2, 2, 1], apart)).toThrow('maxPool: expected units in every window');
  });
});
