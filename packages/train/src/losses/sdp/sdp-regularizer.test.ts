import {
  batchNorm,
  dense,
  disposeNetwork,
  flatten,
  type Network,
  network,
  relu,
  sequential,
} from '@ibp/layers';
import { onnxEngine } from '@ibp/onnx';
import { smallNetwork, value } from '@ibp/testing-networks';
import * as tf from '@tensorflow/tfjs-core';
import { batch, options, run, weights } from '../../testing';
import { nominalLoss } from '../nominal';
import { withRegularizers } from '../regularizers/regularizer';
import { pointAt, slopes } from '../testing';
import { withMultipliers } from './multipliers';
import { sdpRegularizer } from './sdp-regularizer';

/** `v relu(w x)` as the second of two logits, the first being 0. */
const units = (w: number[], v: number[]): Network => {
  const net = withMultipliers(network([1], sequential(dense(w.length), relu(), dense(2)), { seed: 1 }));
  tf.tidy(() => {
    net.variables['dense_1/kernel']!.assign(tf.tensor2d([w]));
    net.variables['dense_2/kernel']!.assign(tf.tensor2d(v.map((x) => [0, x])));
  });
  return net;
};
const half = () => ({ x: tf.tensor2d([[0.5]]), labels: [0] });
/** Of a block of one row, which two steps find. */
const loss = (steps = 2) =>
  withRegularizers(nominalLoss(), { sdp: { regularizer: sdpRegularizer({ steps }), weight: 1 } });
const termOf = (net: Network, more = {}) =>
  value(tf.tidy(() => loss()(net, half(), pointAt(more)).parts.sdp!));

describe('sdpRegularizer', () => {
  let net: Network;
  afterEach(() => disposeNetwork(net));

  it('of one unit, by hand', () => {
    // A = 3 * -2: a block of two numbers 6, with multipliers 1 a singular value of 6 sqrt 2; 3 / 4 of it, twice
    net = units([-2], [3]);
    expect(termOf(net)).toBeCloseTo((2 * 6 * Math.SQRT2 * 3) / 4, 3);
    // the best multipliers, 2 and 1 and 1: the slope times the radius
    tf.tidy(() => net.variables['multipliers/inputs']!.assign(tf.tensor2d([[Math.log(2)]])));
    expect(termOf(net)).toBeCloseTo(2 * 6, 3);
    expect(termOf(net, { scale: 0.5 })).toBeCloseTo(6, 3);
    expect(termOf(net, { scale: [0.25] })).toBeCloseTo(3, 3);
  });

  it('its multipliers go to those of the semidefinite program, and never below its value', () => {
    // relu(x) + relu(-x): a slope of 1 at most, where each unit alone has one
    net = units([1, -1], [1, 1]);
    const multipliers = Object.entries(net.variables).flatMap(([name, v]) =>
      name.startsWith('mult') ? [v] : [],
    );
    const terms = Array.from({ length: 40 }, () => {
      tf.tidy(() => {
        const { grads } = tf.variableGrads(() => loss()(net, half(), pointAt()).loss, multipliers);
        for (const v of multipliers) v.assign(tf.sub(v, grads[v.name]!));
      });
      return termOf(net);
    });
    expect(Math.min(...terms)).toBeGreaterThan(2 - 1e-4);
    expect(terms.at(-1)).toBeLessThan(2 + 0.05);
    expect(terms[0]).toBeGreaterThan(2.2);
  });

  it('has the gradient that finite differences give', () => {
    const layers = sequential(flatten(), dense(4), batchNorm(), relu(), dense(3));
    net = withMultipliers(network([2, 2, 1], layers, { seed: 2 }));
    const given = { x: tf.randomUniform([4, 2, 2, 1], 0, 1, 'float32', 1), labels: [0, 1, 2, 0] };
    const found = slopes(net, loss(40), pointAt(), given);
    expect(found.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['dense_1/kernel', 'multipliers/sum']),
    );
    // float32 gives a loss of hundreds to 3e-5, and so its differences over 2e-3 to 0.03
    for (const { name, gradient, expected } of found) {
      expect([name, Math.abs(gradient - expected) < 0.05 + 0.03 * Math.abs(expected)]).toEqual([name, true]);
    }
  });

  it('frees all but the loss', () => {
    net = units([1, 2], [3, 1]);
    const given = half();
    const before = tf.memory().numTensors;
    const { grads } = tf.variableGrads(
      () => loss()(net, given, pointAt()).loss,
      Object.values(net.variables),
    );
    expect(tf.memory().numTensors - before).toBe(1 + Object.keys(grads).length);
  });

  it('refuses deeper networks, those without multipliers, and a second set of them', () => {
    net = units([1], [1]);
    expect(() => withMultipliers(net)).toThrow('withMultipliers: expected a network without multipliers');
    const deep = smallNetwork();
    expect(() => withMultipliers(deep)).toThrow('withMultipliers: expected a network with one relu, got 3');
    const given = { x: tf.zeros([1, 4, 4, 1]), labels: [0] };
    expect(() => tf.tidy(() => loss()(deep, given, pointAt()).loss)).toThrow(
      'sdpRegularizer: expected a network with multipliers',
    );
    disposeNetwork(deep);
    expect(() => sdpRegularizer({ steps: 0 })).toThrow(
      'sdpRegularizer: expected a whole number of steps above 0, got 0',
    );
  });
});

it('takes compiled the steps that it takes op by op, its multipliers among the weights', async () => {
  const build = () =>
    withMultipliers(network([6, 6, 1], sequential(flatten(), dense(5), relu(), dense(3)), { seed: 1 }));
  const [eager, compiled] = [build(), build()];
  const few = { ...options, batch, steps: 3, loss: loss(10), kappa: () => 1 };
  const expected = await run(eager, { ...few, engine: undefined });
  const metrics = await run(compiled, { ...few, engine: await onnxEngine() });
  for (const [i, { parts }] of metrics.entries()) {
    expect(Object.keys(parts)).toEqual(['fit', 'sdp']);
    expect(parts.sdp! / expected[i]!.parts.sdp!).toBeCloseTo(1, 3);
  }
  for (const [i, values] of weights(compiled).entries()) {
    expect(values.length).toBe(weights(eager)[i]!.length);
    for (const [k, v] of values.entries()) expect(v).toBeCloseTo(weights(eager)[i]![k]!, 3);
  }
  for (const n of [eager, compiled]) disposeNetwork(n);
});
