import { classificationSpec, linearSpec, linfBall, outwardLinfBall, specValues } from '@ibp/bounds';
import {
  apply,
  batchNorm,
  dense,
  disposeNetwork,
  flatten,
  ibp,
  lower,
  type Network,
  network,
  normalize,
  relu,
  sequential,
} from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { boundStage } from '../cascade/stages/bound';
import { results } from '../cascade/testing';
import { sdp } from './sdp';

const build = (seed = 3, outputs = 3): Network =>
  network(
    [2, 2, 1],
    sequential(normalize({ mean: 0.3, std: 0.5 }), flatten(), dense(6), batchNorm(), relu(), dense(outputs)),
    { seed },
  );
const images = (count: number) => tf.randomUniform([count, 2, 2, 1], 0, 1, 'float32', 4);
const valuesOf = (of: () => tf.Tensor): number[] => Array.from(tf.tidy(of).dataSync());

describe('sdp', () => {
  let net: Network;
  beforeEach(() => {
    net = build();
  });
  afterEach(() => disposeNetwork(net));

  it('is exact at a point, and nowhere below the margins of a box', () => {
    tf.tidy(() => {
      const x = images(4);
      const spec = classificationSpec([0, 1, 2, 1], 3);
      const points = sdp()(lower(net), { lower: x, upper: x }, spec).dataSync();
      const clean = specValues(spec, apply(net, x)).dataSync();
      for (const [i, value] of clean.entries()) {
        expect(points[i]).toBeGreaterThanOrEqual(value - 1e-6);
        expect(points[i]).toBeLessThan(value + 1e-6);
      }
      for (const method of [sdp(), sdp({ radius: 0.2 })]) {
        const box = linfBall(x, 0.2);
        const bounds = method(lower(net), box, spec).dataSync();
        for (let k = 0; k < 40; k++) {
          const shares = tf.round(tf.randomUniform(x.shape, 0, 1, 'float32', k));
          const corner = tf.add(box.lower, tf.mul(shares, tf.sub(box.upper, box.lower)));
          for (const [i, value] of specValues(spec, apply(net, corner)).dataSync().entries()) {
            expect(bounds[i]).toBeGreaterThanOrEqual(value - 1e-6);
          }
        }
      }
    });
  });

  it('is tighter than intervals where units work against each other', () => {
    // relu(x + y) + relu(-x - y) of [-1, 1]: 2 where intervals see 4
    const opposed = network([2], sequential(dense(2), relu(), dense(1)));
    const values = { 'dense_1/kernel': [1, -1, 1, -1], 'dense_2/kernel': [1, 1] };
    tf.tidy(() => {
      for (const [name, numbers] of Object.entries(values)) {
        const variable = opposed.variables[name]!;
        variable.assign(tf.tensor(numbers, variable.shape));
      }
      const box = { lower: tf.fill([1, 2], -1), upper: tf.ones([1, 2]) };
      const problem = [lower(opposed), box, linearSpec(tf.ones([1, 1, 1]))] as const;
      expect(sdp()(...problem).dataSync()[0]).toBeCloseTo(2, 2);
      expect(ibp()(...problem).dataSync()[0]).toBeCloseTo(4, 4);
    });
    disposeNetwork(opposed);
  });

  it('keeps what it found for a network, and seeks anew when a weight changes', () => {
    const method = sdp({ radius: 0.1 });
    const spec = () => classificationSpec([1], 3);
    const boundAt = (of: Network, x = 0.5) =>
      valuesOf(() => method(lower(of), outwardLinfBall(tf.fill([1, 2, 2, 1], x), 0.1), spec()));
    const [first, other] = [boundAt(net), boundAt(net, 0.05)];
    expect(boundAt(net)).toEqual(first);
    const fresh = sdp({ radius: 0.1 });
    expect(
      valuesOf(() => fresh(lower(net), outwardLinfBall(tf.fill([1, 2, 2, 1], 0.05), 0.1), spec())),
    ).toEqual(other); // not of what came before
    const variable = net.variables['dense_1/kernel']!;
    tf.tidy(() => variable.assign(tf.mul(variable, 4)));
    expect(boundAt(net)[0]).not.toBe(first[0]);
    expect(boundAt(net)).toEqual(
      valuesOf(() =>
        sdp({ radius: 0.1 })(lower(net), outwardLinfBall(tf.fill([1, 2, 2, 1], 0.5), 0.1), spec()),
      ),
    );
  });

  it('is a stage of the cascade', async () => {
    const batch = () => ({ x: images(12), labels: Array.from({ length: 12 }, (_, i) => i % 3) });
    const [epsilon, bound] = [0.004, sdp({ radius: 0.004 })];
    const { x, labels } = batch();
    const margins = valuesOf(() =>
      bound(lower(net), outwardLinfBall(x, epsilon), classificationSpec(labels, 3)),
    );
    x.dispose();
    const found = await results(net, batch(), { epsilon, stages: [boundStage('sdp', bound)] });
    const verified = found.filter(({ verdict }) => verdict.status === 'verified').map(({ index }) => index);
    expect(verified).toEqual(
      [...labels.keys()].filter((i) => margins[2 * i]! < 0 && margins[2 * i + 1]! < 0),
    );
    expect(verified.length).toBeGreaterThan(0);
  });

  it('proves nothing of what is not finite, and leaves one new tensor', () => {
    tf.tidy(() => {
      const x = tf.concat([images(2), tf.fill([1, 2, 2, 1], Number.NaN)]);
      const spec = classificationSpec([0, 1, 2], 3);
      const [net0, box] = [lower(net), linfBall(x, 0.1)];
      const before = tf.memory().numTensors;
      const margins = sdp({ radius: 0.1 })(net0, box, spec);
      expect(tf.memory().numTensors).toBe(before + 1);
      expect(Array.from(margins.dataSync(), Number.isFinite)).toEqual([true, true, true, true, false, false]);
      const empty = { lower: box.upper, upper: box.lower };
      expect(sdp()(net0, empty, spec).dataSync().some(Number.isFinite)).toBe(false);
      const endless = { c: spec.c, d: tf.fill([3, 2], Number.NEGATIVE_INFINITY) as tf.Tensor2D };
      expect(sdp()(net0, box, endless).dataSync().some(Number.isFinite)).toBe(false);
    });
  });

  it('refuses radii that are none, and deeper networks', () => {
    expect(() => sdp({ radius: -1 })).toThrow('sdp: expected a finite radius >= 0, got -1');
    expect(() => sdp({ radius: [0, Number.NaN] })).toThrow('sdp: expected a finite radius >= 0, got NaN');
    const deep = network([4], sequential(dense(3), relu(), dense(3), relu(), dense(3)));
    tf.tidy(() => {
      const x = images(1);
      const problem = [lower(net), linfBall(x, 0.1), classificationSpec([0], 3)] as const;
      expect(() => sdp({ radius: [0.1, 0.1] })(...problem)).toThrow(
        'sdp: expected a radius of one number or 4, got 2',
      );
      const flat = linfBall(tf.reshape(x, [1, 4]), 0.1);
      expect(() => sdp()(lower(deep), flat, classificationSpec([0], 3))).toThrow(
        'expected linear ops, one activation',
      );
    });
    disposeNetwork(deep);
  });
});
