import { classificationSpec, type IntervalBounds, linfBall, specValues } from '@ibp/bounds';
import { apply, type BoundMethod, disposeNetwork, lower } from '@ibp/layers';
import { layers, randomNetwork, valuesOf } from '@ibp/testing-networks';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';

/** Adds tests of what every sound method of bounding has to do, on every kind of network. */
export function holdsTheLaws(methods: { readonly [name: string]: BoundMethod }): void {
  const inBox = ({ lower: l, upper: u }: IntervalBounds, seed: number) =>
    tf.tidy(() => {
      const r = tf.randomUniform(l.shape, 0, 1, 'float32', seed + 1);
      return tf.add(l, tf.mul(tf.sub(u, l), seed % 2 ? tf.round(r) : r));
    });

  describe.each(Object.keys(layers))('%s', (name) => {
    const spec = () => classificationSpec([0, 2], 3);

    it('stays under every bound at points of the box', () => {
      fc.assert(
        fc.property(fc.nat(1000), fc.constantFrom(0.02, 0.15, 0.6), (seed, epsilon) => {
          tf.tidy(() => {
            const net = randomNetwork(name, seed);
            const x = tf.randomUniform([2, ...net.inputShape], 0, 1, 'float32', seed + 1);
            const box = linfBall(x, epsilon);
            for (const [method, bound] of Object.entries(methods)) {
              const margins = bound(lower(net), box, spec());
              for (let i = 0; i < 8; i++) {
                const values = specValues(spec(), apply(net, inBox(box, i)));
                const over = valuesOf(tf.sub(values, margins));
                const scale = Math.max(1, ...valuesOf(tf.abs(margins)));
                if (!over.every((v) => v <= 1e-5 * scale)) throw new Error(`${method}: exceeded by ${over}`);
              }
            }
            disposeNetwork(net);
          });
        }),
        { seed: 11, numRuns: 2 },
      );
    });

    it('is the value of the network on a box of one point', () => {
      const net = randomNetwork(name, 3);
      const x = tf.randomUniform([2, ...net.inputShape], 0, 1, 'float32', 5);
      const expected = valuesOf(tf.tidy(() => specValues(spec(), apply(net, x))));
      for (const bound of Object.values(methods)) {
        const actual = valuesOf(tf.tidy(() => bound(lower(net), { lower: x, upper: x }, spec())));
        actual.forEach((v, i) => {
          expect(v).toBeCloseTo(expected[i]!, 3);
        });
      }
      disposeNetwork(net);
    });

    it('proves nothing with NaN, infinities or huge numbers in the input or a weight', () => {
      const net = randomNetwork(name, 1);
      const x = tf.randomUniform([2, ...net.inputShape], 0, 1, 'float32', 5);
      const quick = Object.values(methods).slice(0, 2);
      const margins = (input: IntervalBounds) =>
        quick.flatMap((bound) => valuesOf(tf.tidy(() => bound(lower(net), input, spec()))));
      for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, 3e38]) {
        const spoilt = tf.tensor([bad, ...valuesOf(x).slice(1)], x.shape);
        const got = margins({ lower: spoilt, upper: spoilt });
        got.forEach((m, i) => {
          if (i % 4 < 2) expect(m < 0 && !(bad === 3e38)).toBe(false);
          else expect(Number.isFinite(m)).toBe(true);
        });
      }
      const spoilt = Object.entries(net.variables).filter((_, i, all) => i % 4 === 0 || i === all.length - 1);
      for (const [key, variable] of spoilt) {
        for (const bad of [key.length % 2 ? Number.NaN : Number.NEGATIVE_INFINITY]) {
          const kept = variable.clone();
          tf.tidy(() => variable.assign(tf.tensor([bad, ...valuesOf(variable).slice(1)], variable.shape)));
          expect([key, margins(linfBall(x, 0.1)).filter((m) => m < 0)]).toEqual([key, []]);
          variable.assign(kept);
        }
      }
      disposeNetwork(net);
    });

    it('leaves one new tensor', () => {
      const net = randomNetwork(name, 1);
      tf.tidy(() => {
        const lowered = lower(net);
        const box = linfBall(tf.fill([2, ...net.inputShape], 0.5), 0.1);
        const s = spec();
        for (const bound of Object.values(methods)) {
          const before = tf.memory().numTensors;
          const margins = bound(lowered, box, s);
          expect(tf.memory().numTensors).toBe(before + 1);
          expect(margins.shape).toEqual([2, 2]);
        }
      });
      disposeNetwork(net);
    });
  });
}
