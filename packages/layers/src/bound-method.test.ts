import { classificationSpec, intervalRules, linfBall } from '@ibp/bounds';
import * as tf from '@tensorflow/tfjs-core';
import { forTraining, ibp } from './bound-method';
import { network } from './builder';
import { relu } from './builders/activation';
import { batchNorm } from './builders/batch-norm';
import { residual, sequential } from './builders/combine';
import { conv2d } from './builders/conv2d';
import { dense } from './builders/dense';
import { globalMaxPool } from './builders/pool';
import { flatten } from './builders/shape';
import { trace } from './interpreter';
import { lower } from './lowering/lower';
import { disposeNetwork, trainableVariables } from './network';
import { normal, randomize, valuesOf } from './testing';
import { networks } from './testing-networks';
import { trainingPass } from './training-pass';

const spec = () => classificationSpec([0, 2], 3);

/**
 * Compares the gradient in every variable with a central difference along a random direction of it. The bound is
 * linear in one variable but for the kinks of relu and of the absolute weights.
 */
function checkGradients(loss: () => tf.Scalar, variables: { [name: string]: tf.Variable }): void {
  const { value, grads } = tf.variableGrads(loss, Object.values(variables));
  for (const [i, [name, variable]] of Object.entries(variables).entries()) {
    const at = variable.clone();
    const direction = normal(variable.shape, 50 + i);
    const along = (step: number) => {
      tf.tidy(() => variable.assign(tf.add(at, tf.mul(direction, step))));
      return valuesOf(tf.tidy(loss))[0]!;
    };
    const step = 2e-4; // longer ones meet kinks
    const numeric = (along(step) - along(-step)) / (2 * step);
    variable.assign(at);
    const analytic = valuesOf(tf.sum(tf.mul(grads[variable.name]!, direction)))[0]!;
    const tolerance = 0.01 * Math.max(1, Math.abs(numeric));
    expect([name, Math.abs(analytic - numeric) < tolerance ? numeric : analytic]).toEqual([name, numeric]);
    expect([name, Math.max(...tf.abs(grads[variable.name]!).dataSync()) > 0]).toEqual([name, true]);
  }
  tf.dispose([value, grads]);
}

describe('ibp', () => {
  it.each([true, false])('has the gradients of finite differences in every variable (elide %p)', (elide) => {
    const conv = conv2d({ filters: 3, kernelSize: 3, strides: 2, padding: 'same' });
    const body = sequential(relu(), conv2d({ filters: 3, kernelSize: 3, padding: 'same' }));
    const layer = sequential(conv, residual(body), relu(), flatten(), dense(6), relu(), dense(3));
    const net = randomize(network([6, 6, 2], layer), 3);
    const box = linfBall(tf.randomUniform([2, 6, 6, 2], 0, 1, 'float32', 5), 0.05);
    const weights = normal([2, 2], 9) as tf.Tensor2D;
    const bound = ibp({ elide });
    const loss = () => tf.sum(tf.mul(bound(lower(net), box, spec()), weights)) as tf.Scalar;
    checkGradients(loss, trainableVariables(net));
    disposeNetwork(net);
  });

  it('has the gradients of finite differences through the statistics of batch norm', () => {
    const conv = conv2d({ filters: 3, kernelSize: 3, useBias: false });
    const layer = sequential(conv, batchNorm(), relu(), flatten(), dense(4), batchNorm(), relu(), dense(3));
    const net = randomize(network([5, 5, 2], layer), 2);
    const x = tf.randomUniform([8, 5, 5, 2], 0, 1, 'float32', 5);
    const box = linfBall(x, 0.02);
    const weights = normal([8, 2], 9) as tf.Tensor2D;
    const labels = classificationSpec([0, 1, 2, 0, 1, 2, 0, 1], 3);
    const loss = () => {
      const { lowered, output } = trainingPass(net, x);
      const margins = tf.sum(tf.mul(forTraining(ibp())(lowered, box, labels), weights));
      return tf.add(margins, tf.sum(tf.square(output))) as tf.Scalar;
    };
    // a bias before batch norm has no effect, and no gradient but rounding
    const { 'dense_1/bias': _, ...variables } = trainableVariables(net);
    checkGradients(loss, variables);
    disposeNetwork(net);
  });

  it('traced: the same margins, and the bounds of every node that was not elided', () => {
    const [shape, layer] = networks['a plain classifier']!;
    const made = randomize(network(shape, layer), 1);
    const net = lower(made);
    const box = linfBall(tf.randomUniform([2, ...shape], 0, 1, 'float32', 5), 0.05);
    for (const elided of [true, false]) {
      const method = ibp({ elide: elided });
      const { margins, values } = forTraining(method).traced!(net, box, spec());
      expect(valuesOf(margins)).toEqual(valuesOf(forTraining(method)(net, box, spec())));
      const all = trace(net, box, intervalRules);
      expect(values.length).toBe(all.length - (elided ? 1 : 0));
      for (const [i, { lower: l, upper: u }] of values.entries()) {
        expect([valuesOf(l), valuesOf(u)]).toEqual([valuesOf(all[i]!.lower), valuesOf(all[i]!.upper)]);
      }
    }
    disposeNetwork(made);
  });

  it('never gives a margin for a NaN or an infinity, in the input or in any weight', () => {
    for (const [name, [shape, layer]] of Object.entries(networks)) {
      const net = randomize(network(shape, layer), 1);
      const x = tf.randomUniform([2, ...shape], 0, 1, 'float32', 5);
      const rest = valuesOf(x).slice(1);
      for (const bad of [Number.NaN, Number.POSITIVE_INFINITY]) {
        const input = tf.tensor([bad, ...rest], x.shape);
        for (const bound of [ibp(), ibp({ elide: false })]) {
          // the first example alone is spoilt
          const margins = valuesOf(tf.tidy(() => bound(lower(net), { lower: input, upper: input }, spec())));
          expect([name, ...margins.map((m) => m < 0 && Number.isFinite(m)).slice(0, 2)]).toEqual([
            name,
            false,
            false,
          ]);
          expect([name, ...margins.slice(2).map(Number.isFinite)]).toEqual([name, true, true]);
        }
      }
      for (const [key, variable] of Object.entries(net.variables)) {
        const kept = variable.clone();
        const spoilt = [Number.NaN, ...valuesOf(variable).slice(1)];
        tf.tidy(() => variable.assign(tf.tensor(spoilt, variable.shape)));
        const margins = valuesOf(tf.tidy(() => ibp()(lower(net), linfBall(x, 0.1), spec())));
        expect([name, key, margins.filter((m) => m < 0)]).toEqual([name, key, []]);
        variable.assign(kept);
      }
      disposeNetwork(net);
    }
  });

  it('proves nothing of an empty box', () => {
    const net = randomize(network([2], sequential(dense(4), relu(), dense(3))));
    const lowerEnd = tf.tensor2d([
      [0.2, 0.9],
      [0.2, 0.4],
    ]);
    const box = { lower: lowerEnd, upper: tf.fill([2, 2], 0.5) };
    for (const bound of [ibp(), ibp({ elide: false })]) {
      const [first, second] = bound(lower(net), box, spec()).arraySync();
      expect(first).toEqual([Number.NaN, Number.NaN]);
      expect(second!.every(Number.isFinite)).toBe(true);
    }
    disposeNetwork(net);
  });

  it('refuses a box of another shape than the input, also where the layers would take it', () => {
    const net = network(
      [4, 4, 1],
      sequential(conv2d({ filters: 2, kernelSize: 3 }), globalMaxPool(), dense(3)),
    );
    const box = linfBall(tf.zeros([2, 5, 5, 1]), 0.1);
    expect(() => ibp()(lower(net), box, spec())).toThrow(
      'ibp: lower end of the box: expected shape [*,4,4,1], got [2,5,5,1]',
    );
    disposeNetwork(net);
  });
});
