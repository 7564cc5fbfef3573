import { classificationSpec, type IntervalBounds, type LinearSpec, linfBall } from '@ibp/bounds';
import {
  type BoundMethod,
  dense,
  disposeNetwork,
  ibp,
  lower,
  network,
  propagateAll,
  relu,
  sequential,
  softmax,
  trainableVariables,
} from '@ibp/layers';
import { layers, randomNetwork, valuesOf } from '@ibp/testing-networks';
import * as tf from '@tensorflow/tfjs-core';
import { holdsTheLaws } from '../testing/laws';
import { alphaCrown } from './alpha-crown';
import { crown, crownIbp, fastLin } from './crown';

const names = Object.keys(layers);
const methods: { readonly [name: string]: BoundMethod } = {
  crown: crown(),
  crownIbp: crownIbp(),
  fastLin: fastLin(),
  alphaCrown: alphaCrown({ steps: 2, stopWhenProved: false, bounds: propagateAll }),
};

/** 2 -> 2 -> 1: relu(x1 + x2 + a) + v relu(x1 - x2). */
function twoLayers(a: number, v: number) {
  const net = network([2], sequential(dense(2), relu(), dense(1)));
  const [w1, b1, w2] = Object.values(net.variables);
  tf.tidy(() => {
    w1!.assign(
      tf.tensor2d([
        [1, 1],
        [1, -1],
      ]),
    );
    b1!.assign(tf.tensor1d([a, 0]));
    w2!.assign(tf.tensor2d([[1], [v]]));
  });
  return net;
}
const square = (): IntervalBounds => ({ lower: tf.tensor2d([[-1, -1]]), upper: tf.tensor2d([[1, 1]]) });
const one = (sign: number): LinearSpec => ({ c: tf.tensor3d([[[sign]]]), d: tf.zeros([1, 1]) });

describe('a net of two layers, by hand', () => {
  // h1 = x1 + x2 + 1 in [-1, 3], h2 = x1 - x2 in [-2, 2]; chords 3/4 h1 + 3/4 and 1/2 h2 + 1
  it.each([
    // 3/4 (x1 + x2 + 1) + 3/4 + 1/2 (x1 - x2) + 1 = 5/4 x1 + 1/4 x2 + 5/2
    ['crown', crown(), 1, 1, 4],
    ['fastLin', fastLin(), 1, 1, 4],
    // below: h1 (it reaches further above 0) and 0: -(x1 + x2 + 1)
    ['crown', crown(), 1, -1, 1],
    // 3/4 h1 and 1/2 h2: -(5/4 x1 + 1/4 x2 + 3/4)
    ['fastLin', fastLin(), 1, -1, 0.75],
    // -(relu(h1) - relu(h2)) = -h1 + 1/2 h2 + 1 = -1/2 x1 - 3/2 x2
    ['crown', crown(), -1, -1, 2],
    ['crownIbp', crownIbp(), -1, -1, 2],
  ] as const)('%s, %#', (_, method, v, c, expected) => {
    const net = twoLayers(1, v);
    const [bound] = valuesOf(tf.tidy(() => method(lower(net), square(), one(c))));
    expect(bound).toBeGreaterThanOrEqual(expected);
    expect(bound).toBeCloseTo(expected, 4); // rounding is paid for
    disposeNetwork(net);
  });

  it('alphaCrown finds the slopes that no choice of 0 or 1 gives', () => {
    // maximum of -relu(x1 + x2) - relu(x1 - x2) is 0 at x1 <= -|x2|; with slopes a, b the bound is |a + b| + |a - b|;
    // 0 at a = b = 0, which is where the adaptive choice starts: so start from boxes that make it 1
    const net = twoLayers(0, 1);
    const box = { lower: tf.tensor2d([[-1, -1]]), upper: tf.tensor2d([[1.2, 1]]) };
    const at = (method: BoundMethod) => valuesOf(tf.tidy(() => method(lower(net), box, one(-1))))[0]!;
    expect(at(crown())).toBeCloseTo(2, 4); // slopes 1: -(2 x1)
    expect(at(alphaCrown({ steps: 30, stopWhenProved: false }))).toBeLessThan(0.01);
    disposeNetwork(net);
  });
});

holdsTheLaws(methods);

describe.each(names.filter((name) => name !== 'branches and gates'))('%s', (name) => {
  const spec = () => classificationSpec([0, 2], 3);

  // not for sigmoid and tanh: the points where tangents touch are constants to the gradient
  it('crownIbp has the gradients of finite differences', () => {
    const net = randomNetwork(name, 5);
    const box = linfBall(tf.randomUniform([2, ...net.inputShape], 0, 1, 'float32', 5), 0.05);
    const weights = tf.tensor2d([
      [1, -0.5],
      [0.7, 1.3],
    ]);
    const loss = () => tf.sum(tf.mul(crownIbp()(lower(net), box, spec()), weights)) as tf.Scalar;
    const variables = trainableVariables(net);
    const { grads } = tf.variableGrads(loss, Object.values(variables));
    for (const [i, [key, variable]] of Object.entries(variables).entries()) {
      const at = variable.clone();
      const direction = tf.randomNormal(variable.shape, 0, 1, 'float32', 50.5 + i);
      const along = (step: number) => {
        tf.tidy(() => variable.assign(tf.add(at, tf.mul(direction, step))));
        return valuesOf(tf.tidy(loss))[0]!;
      };
      // longer steps meet more kinks, shorter ones more rounding
      const analytic = valuesOf(tf.sum(tf.mul(grads[variable.name]!, direction)))[0]!;
      const numeric: number[] = [];
      const isNear = (step: number): boolean => {
        const n = (along(step) - along(-step)) / (2 * step);
        numeric.push(n);
        return Math.abs(analytic - n) < 0.02 * Math.max(1, Math.abs(n));
      };
      const near = [1e-3, 2e-4, 5e-5].some(isNear);
      variable.assign(at);
      expect([key, analytic, numeric, near]).toEqual([key, analytic, numeric, true]);
    }
    disposeNetwork(net);
  });
});

it('crown does not depend on how many rows go into a pass', () => {
  const net = randomNetwork('residual blocks', 5);
  tf.tidy(() => {
    const box = linfBall(tf.randomUniform([2, 4, 4, 2], 0, 1, 'float32', 7), 0.1);
    const spec = classificationSpec([0, 1], 3);
    const [few, many] = [crown({ chunk: 7 }), crown()].map((bound) => valuesOf(bound(lower(net), box, spec)));
    few!.forEach((m, i) => {
      expect(m).toBeCloseTo(many![i]!, 4);
    });
  });
  disposeNetwork(net);
});

it('alphaCrown is nowhere above crown, which is nowhere above crownIbp on a net with one hidden layer', () => {
  for (let seed = 0; seed < 5; seed++) {
    const net = randomNetwork('fully connected', seed);
    tf.tidy(() => {
      const box = linfBall(tf.randomUniform([3, 4], 0, 1, 'float32', seed + 1), 0.2);
      const spec = classificationSpec([0, 1, 2], 3);
      const [a, c] = [alphaCrown({ steps: 10, stopWhenProved: false }), crown()].map((bound) =>
        valuesOf(bound(lower(net), box, spec)),
      );
      a!.forEach((m, i) => {
        expect(m).toBeLessThanOrEqual(c![i]!);
      });
    });
    disposeNetwork(net);
  }
});

it('agrees with interval bounds where a net is linear, which are exact there', () => {
  const net = network([3], sequential(dense(4), dense(3)), { seed: 2 });
  tf.tidy(() => {
    const box = linfBall(tf.tensor2d([[0.2, 0.5, 0.7]]), 0.1);
    const spec = classificationSpec([1], 3);
    const exact = valuesOf(ibp()(lower(net), box, spec));
    for (const bound of Object.values(methods)) {
      valuesOf(bound(lower(net), box, spec)).forEach((m, i) => {
        expect(m).toBeCloseTo(exact[i]!, 5);
      });
    }
  });
  disposeNetwork(net);
});

it('refuses shapes that do not fit', () => {
  const net = network([3], sequential(dense(3), softmax()));
  const box = linfBall(tf.zeros([1, 3]), 0.1);
  for (const bound of [crown(), crownIbp()]) {
    expect(() => bound(lower(net), linfBall(tf.zeros([1, 4]), 0.1), classificationSpec([0], 3))).toThrow(
      'crown: lower end of the box: expected shape [*,3], got [1,4]',
    );
    expect(() => bound(lower(net), box, classificationSpec([0], 4))).toThrow(
      'crown: c of the specification: expected shape [1,*,3], got [1,3,4]',
    );
  }
  disposeNetwork(net);
});

it('proves nothing of an empty box', () => {
  const net = randomNetwork('fully connected', 1);
  const box = { lower: tf.fill([1, 4], 0.6), upper: tf.fill([1, 4], 0.4) };
  for (const bound of Object.values(methods)) {
    expect(valuesOf(tf.tidy(() => bound(lower(net), box, classificationSpec([0], 3))))).toEqual([NaN, NaN]);
  }
  disposeNetwork(net);
});
