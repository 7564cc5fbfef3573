import type { Property } from '@ibp/exact';
import { dense, type Network, network, relu, sequential } from '@ibp/layers';
import { randomize } from '@ibp/testing-networks';
import * as tf from '@tensorflow/tfjs-core';
import { verifyProperty } from './verify-property';

const box = (lower: number[], upper: number[]) => ({
  lower: Float64Array.from(lower),
  upper: Float64Array.from(upper),
});
const row = (c: number[], d: number[]) => ({ c: Float64Array.from(c), d: Float64Array.from(d) });
const unit = box([-1, -1], [1, 1]);

/** z = (x0, x1, |x0| + |x1|), the last by relus. */
function corners(): Network {
  const net = network([2], sequential(dense(4), relu(), dense(3)));
  const [first, , second] = Object.values(net.variables);
  first!.assign(tf.tensor2d([1, -1, 0, 0, 0, 0, 1, -1], [2, 4]));
  second!.assign(tf.tensor2d([1, 0, 1, -1, 0, 1, 0, 1, 1, 0, -1, 1], [4, 3]));
  return net;
}

describe('an OR of ANDs', () => {
  afterEach(() => tf.disposeVariables());

  it('holds where no point has all rows of a conjunction, though each row alone has some', async () => {
    const net = network([2], dense(2));
    Object.values(net.variables)[0]!.assign(tf.tensor2d([1, 1, 1, -1], [2, 2]));
    // x0 + x1 >= 0.5 and x0 + x1 <= -0.1: refuted by the sum of both, without a cut
    const property = { boxes: [unit], unsafe: [row([1, 0, -1, 0], [-0.5, -0.1])] };
    const { status, nodes, trees } = await verifyProperty(net, property, { maxNodes: 500 });
    expect([status, nodes]).toEqual(['verified', 1]);
    expect(trees).toMatchObject([{ nodes: Uint32Array.of(1) }]); // one leaf, with multipliers
  });

  it('is cut where different rows fail on different parts', async () => {
    // |x0| + |x1| <= 0.5 and x0 + x1 >= 0.6
    const property = { boxes: [unit], unsafe: [row([0, 0, -1, 1, 1, 0], [0.5, -0.6])] };
    const { status, nodes, method } = await verifyProperty(corners(), property, { maxNodes: 500 });
    expect([status, method]).toEqual(['verified', 'input-split']);
    expect(nodes).toBeGreaterThan(1);
  });

  it('fails at a point of one box where all rows of one conjunction are above 0', async () => {
    // |x0| + |x1| >= 1.9 and x0 <= -0.9, in the second box only
    const boxes = [box([-1, -1], [1, 0]), box([-1, 0.5], [0, 1])];
    const never = row([1, 0, 0], [-5]);
    const unsafe = [never, row([0, 0, 1, -1, 0, 0, 0, 1, 0], [-1.9, -0.9, -0.2])];
    const { status, witness } = await verifyProperty(corners(), { boxes, unsafe });
    expect(status).toBe('falsified');
    const { x, box: which, conjunction, margin } = witness!;
    expect([which, conjunction]).toEqual([1, 1]);
    expect(Math.min(-x[0]! + x[1]! - 1.9, -x[0]! - 0.9, x[1]! - 0.2)).toBeCloseTo(margin, 6);
    expect(margin).toBeGreaterThan(0);
  });

  it('is open where it holds by a tie alone', async () => {
    const touching = { boxes: [unit], unsafe: [row([1, 0, 0], [-1])] }; // x0 >= 1 at the end of the box
    const { status, reason } = await verifyProperty(corners(), touching, { maxNodes: 200 });
    expect([status, reason]).toEqual(['unknown', 'nodes']);
  });
});

describe('with many inputs, the signs of activations are cut', () => {
  afterEach(() => tf.disposeVariables());

  const wide = (): Network =>
    randomize(network([24], sequential(dense(12), relu(), dense(8), relu(), dense(3))), 7);
  const around = (radius: number) =>
    box(
      Array.from({ length: 24 }, (_, i) => Math.sin(i) - radius),
      Array.from({ length: 24 }, (_, i) => Math.sin(i) + radius),
    );
  /** The greatest of the least of both rows, by an attack. */
  const both = (margin: number) => [row([1, -1, 0, 0, -1, 1], [-margin, -margin])];

  it.each([
    [2.5, 'verified'],
    [-2.5, 'falsified'],
  ] as const)('a conjunction of z0 - z1 >= %d and z2 - z1 >= it: %s', async (margin, status) => {
    const property = { boxes: [around(0.2)], unsafe: both(margin) };
    const found = await verifyProperty(wide(), property, { maxNodes: 400 });
    expect(found.status).toBe(status);
  });

  it('gives the answer of cut inputs, by a sum of rows where no row will do', async () => {
    const net = corners();
    // |x0| + |x1| <= 0.5 and x0 + x1 >= 0.6
    const property = { boxes: [unit], unsafe: [row([0, 0, -1, 1, 1, 0], [0.5, -0.6])] };
    const found = await verifyProperty(net, property, { strategy: 'branch-and-bound', maxNodes: 100 });
    expect([found.status, found.method]).toEqual(['verified', 'branch-and-bound']);
    const sat = { boxes: [unit], unsafe: [row([0, 0, -1, 1, 1, 0], [0.7, -0.6])] };
    const other = await verifyProperty(net, sat, { strategy: 'branch-and-bound', maxNodes: 100 });
    expect(other.status).toBe('falsified');
  });
});

describe('limits', () => {
  afterEach(() => tf.disposeVariables());

  const hard = (): [Network, Property] => [
    randomize(network([4], sequential(dense(20), relu(), dense(20), relu(), dense(2))), 5),
    {
      boxes: [box([-2, -2, -2, -2], [2, 2, 2, 2])],
      unsafe: [row([1, -1, -1, 1], [-0.01, -0.02])], // impossible, but not by one row
    },
  ];

  it('time, by the clock given, and a signal', async () => {
    let time = 0;
    const [net, property] = hard();
    const touching = { ...property, unsafe: [row([0, 0], [0])] };
    const now = () => {
      time += 100;
      return time;
    };
    expect(await verifyProperty(net, touching, { budget: 1, now })).toMatchObject({ reason: 'time' });
    const abort = new AbortController();
    abort.abort();
    const aborted = await verifyProperty(net, touching, { signal: abort.signal });
    expect([aborted.status, aborted.reason]).toEqual(['unknown', 'aborted']);
  });

  it('gives the same end for the same seed, and tells how far it is', async () => {
    const [net, property] = hard();
    const seen: number[] = [];
    const run = () =>
      verifyProperty(
        net,
        { ...property, unsafe: [row([1, 0], [-1])] },
        {
          ...{ seed: 3, maxNodes: 300, batch: 16 },
          onProgress: ({ nodes }) => seen.push(nodes),
        },
      );
    const [a, b] = [await run(), await run()];
    expect({ ...a, seconds: 0 }).toEqual({ ...b, seconds: 0 });
    expect(seen.length % 2).toBe(0);
  });
});

it('says what does not fit', async () => {
  const [net, property] = [corners(), { boxes: [unit], unsafe: [row([1, 0, 0], [0])] }];
  await expect(verifyProperty(net, { ...property, unsafe: [row([1], [0])] })).rejects.toThrow(
    'verifyProperty: conjunction 0: expected c of 1 x 3 coefficients',
  );
  const endless = box([0, 0], [1, Number.POSITIVE_INFINITY]);
  await expect(verifyProperty(net, { ...property, boxes: [unit, endless] })).rejects.toThrow(
    'verifyProperty: expected boxes with finite ends, got [0, Infinity] at feature 1 of box 1',
  );
  tf.disposeVariables();
});
