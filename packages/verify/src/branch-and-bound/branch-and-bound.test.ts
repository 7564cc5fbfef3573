import { classificationSpec, type LinearSpec, linfBall, specValues } from '@ibp/bounds';
import { enclose, encloseByCrown, exactBackward } from '@ibp/exact';
import {
  activation,
  apply,
  conv2d,
  dense,
  disposeNetwork,
  flatten,
  identity,
  leakyRelu,
  lower,
  type Network,
  network,
  relu,
  residual,
  sequential,
} from '@ibp/layers';
import { crown } from '@ibp/relax';
import { randomize, valuesOf } from '@ibp/testing-networks';
import * as tf from '@tensorflow/tfjs-core';
import { plainNetwork } from '../plain/from-network';
import { branchAndBound } from './branch-and-bound';
import { exactMaximum, type PlanarNet } from './testing/exact-maximum';
import { leaves } from './tree';

const planar = (hidden: readonly number[], seed: number): Network =>
  randomize(network([2], sequential(...hidden.flatMap((n) => [dense(n), relu()]), dense(2)), { seed }), seed);

function planarNet(net: Network, c: readonly number[], d: number): PlanarNet {
  const values = Object.values(net.variables);
  const layers = values.flatMap((kernel, i) =>
    i % 2 ? [] : [{ kernel: kernel.arraySync() as number[][], bias: values[i + 1]!.arraySync() as number[] }],
  );
  return { layers, c, d };
}

const oneSpec = (c: readonly number[], d: number): LinearSpec => ({
  c: tf.tensor3d([[[...c]]]),
  d: tf.tensor2d([[d]]),
});

describe('against the exact maximum, by all activation patterns', () => {
  it.each([
    [1, [6]],
    [2, [6]],
    [3, [5, 4]],
    [4, [6, 5]],
    [5, [8, 6]],
    [6, [4, 4, 4]],
  ])('net %d of %j', async (seed, hidden) => {
    const net = planar(hidden, seed);
    const box = { lower: tf.tensor2d([[-1, -1]]), upper: tf.tensor2d([[1, 1]]) };
    const c = [1, -1];
    const maximum = exactMaximum(planarNet(net, c, 0), [-1, -1], [1, 1]);
    const sampled = tf.tidy(() => {
      const x = tf.randomUniform([2000, 2], -1, 1, 'float32', seed);
      const z = apply(net, x);
      return Math.max(...valuesOf(tf.sum(tf.mul(z, tf.tensor2d([c])), 1)));
    });
    expect(sampled).toBeLessThanOrEqual(maximum + 1e-5);
    const gap = 0.01;
    const below = await branchAndBound(net, box, oneSpec(c, -maximum - gap));
    expect(below.status).toBe('verified');
    expect(below.bound).toBeLessThan(0);
    expect(below.bound).toBeGreaterThanOrEqual(-gap - 1e-5);
    const above = await branchAndBound(net, box, oneSpec(c, -maximum + gap));
    expect(above.status).toBe('falsified');
    const { x, value } = above.witness!;
    expect(Math.max(...x.map(Math.abs))).toBeLessThanOrEqual(1);
    expect(value).toBeGreaterThan(0);
    expect(value).toBeLessThanOrEqual(gap + 1e-5);
    disposeNetwork(net);
  });
});

it('splits: at least one of those nets is beyond CROWN', async () => {
  const net = planar([8, 6], 5);
  const box = { lower: tf.tensor2d([[-1, -1]]), upper: tf.tensor2d([[1, 1]]) };
  const maximum = exactMaximum(planarNet(net, [1, -1], 0), [-1, -1], [1, 1]);
  const spec = oneSpec([1, -1], -maximum - 0.01);
  expect(valuesOf(tf.tidy(() => crown()(lower(net), box, spec)))[0]).toBeGreaterThan(0);
  const { nodes, trees } = await branchAndBound(net, box, spec);
  expect(nodes).toBeGreaterThan(1);
  expect(leaves(trees[0]!).length).toBe((nodes + 1) / 2);
  disposeNetwork(net);
});

it('gives leaves that a checker in exact arithmetic confirms', async () => {
  for (const seed of [3, 4, 5]) {
    const net = planar([6, 5], seed);
    const box = { lower: tf.tensor2d([[0, 0]]), upper: tf.tensor2d([[1, 1]]) };
    const maximum = exactMaximum(planarNet(net, [1, -1], 0), [0, 0], [1, 1]);
    const result = await branchAndBound(net, box, oneSpec([1, -1], -maximum - 0.01));
    expect(result.status).toBe('verified');
    const plain = await plainNetwork(net);
    const whole = { lower: Float64Array.of(0, 0), upper: Float64Array.of(1, 1) };
    const root = encloseByCrown(plain, whole);
    const d = Float64Array.of(Math.fround(-maximum - 0.01));
    for (const leaf of leaves(result.trees[0]!)) {
      const part = enclose(plain, whole, { splits: leaf.splits, tighter: root.boxes });
      const slopes = Object.fromEntries(
        Object.entries(result.openUnits).map(([node, units]) => {
          const { lower: all } = root.boxes[Number(node) - 1]!;
          const below = new Float64Array(all.length).fill(Number.NaN);
          units.forEach((unit, i) => {
            below[unit] = leaf.slopes[Number(node)]![i]!;
          });
          return [node, { below }];
        }),
      );
      const [bound] = exactBackward(
        plain,
        part,
        { c: Float64Array.of(1, -1), d },
        { slopes, betas: leaf.betas },
      );
      expect(bound).toBeLessThan(0);
      if (part.state === 'bounded') expect(bound).toBeLessThanOrEqual(leaf.bound + 1e-4);
    }
    disposeNetwork(net);
  }
});

describe('on small nets of every kind', () => {
  const kinds = {
    convolution: sequential(
      conv2d({ filters: 3, kernelSize: 3, strides: 2 }),
      relu(),
      flatten(),
      dense(6),
      relu(),
      dense(3),
    ),
    residual: sequential(
      conv2d({ filters: 2, kernelSize: 3, padding: 'same' }),
      residual(sequential(relu(), conv2d({ filters: 2, kernelSize: 3, padding: 'same' })), identity()),
      relu(),
      flatten(),
      dense(3),
    ),
    'leaky relu and abs': sequential(flatten(), dense(6), leakyRelu(), dense(6), activation('abs'), dense(3)),
  };

  it.each(Object.entries(kinds))('%s: agrees with samples', async (_, layer) => {
    for (const [seed, epsilon] of [
      [1, 0.05],
      [2, 0.15],
      [3, 0.3],
    ] as const) {
      const net = randomize(network([4, 4, 1], layer), seed);
      const x = tf.randomUniform([1, 4, 4, 1], 0, 1, 'float32', seed + 1);
      const label = tf.tidy(() => tf.argMax(apply(net, x), 1).dataSync()[0]!);
      const [box, spec] = [linfBall(x, epsilon), classificationSpec([label], 3)];
      const result = await branchAndBound(net, box, spec, { maxNodes: 300 });
      const greatest = tf.tidy(() => {
        const u = tf.randomUniform([500, 4, 4, 1], 0, 1, 'float32', 9);
        const points = tf.add(box.lower, tf.mul(tf.sub(box.upper, box.lower), tf.round(u)));
        const many = { c: tf.tile(spec.c, [500, 1, 1]), d: tf.tile(spec.d, [500, 1]) as tf.Tensor2D };
        return Math.max(...valuesOf(specValues(many, apply(net, points))));
      });
      expect(result.bound).toBeGreaterThanOrEqual(greatest - 1e-4);
      if (greatest > 0) expect(result.status).not.toBe('verified');
      expect(result.status).not.toBe('unknown');
      disposeNetwork(net);
    }
  });
});

describe('says unknown', () => {
  const tied = () => {
    const net = planar([4], 1);
    // both outputs alike: the margin is 0 everywhere
    const [, , kernel, bias] = Object.values(net.variables);
    tf.tidy(() => {
      kernel!.assign(tf.ones([4, 2]));
      bias!.assign(tf.zeros([2]));
    });
    return net;
  };
  const box = () => ({ lower: tf.tensor2d([[-1, -1]]), upper: tf.tensor2d([[1, 1]]) });

  it('of a tie', async () => {
    const net = tied();
    const result = await branchAndBound(net, box(), oneSpec([1, -1], 0));
    expect([result.status, result.reason]).toEqual(['unknown', 'unresolved']);
    disposeNetwork(net);
  });

  it('where numbers are not finite', async () => {
    const net = planar([4], 1);
    const bias = Object.values(net.variables)[1]!;
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, 3e38]) {
      tf.tidy(() => bias.assign(tf.tensor1d([bad, 0, 0, 0])));
      const { status, reason } = await branchAndBound(net, box(), oneSpec([1, -1], -1e4));
      expect([status, reason]).toEqual(['unknown', 'not finite']);
    }
    disposeNetwork(net);
  });

  it('of an empty box and of a NaN in the specification', async () => {
    const net = planar([4], 1);
    const empty = { lower: tf.tensor2d([[1, 1]]), upper: tf.tensor2d([[-1, -1]]) };
    expect((await branchAndBound(net, empty, oneSpec([1, -1], -100))).reason).toBe('not finite');
    expect((await branchAndBound(net, box(), oneSpec([1, -1], Number.NaN))).reason).toBe('not finite');
    disposeNetwork(net);
  });

  it('when time, nodes, room or patience end', async () => {
    const net = planar([8, 6], 5);
    const maximum = exactMaximum(planarNet(net, [1, -1], 0), [-1, -1], [1, 1]);
    const spec = oneSpec([1, -1], -maximum - 1e-4);
    let clock = 0;
    const reasonOf = async (options: object) => (await branchAndBound(net, box(), spec, options)).reason;
    expect(await reasonOf({ budget: 10, now: () => (clock += 6) })).toBe('time');
    expect(await reasonOf({ maxNodes: 2 })).toBe('nodes');
    expect(await reasonOf({ maxDomains: 0 })).toBe('domains');
    expect(await reasonOf({ signal: AbortSignal.abort() })).toBe('aborted');
    disposeNetwork(net);
  });
});

describe('of more conjunctions than a batch has room for', () => {
  const box = () => ({ lower: tf.tensor2d([[-1, -1]]), upper: tf.tensor2d([[1, 1]]) });
  /** The rows c . z + d by their distance from the greatest that the net reaches in direction c. */
  const rowsAt = (net: Network, gaps: readonly number[]): LinearSpec => {
    const directions = gaps.map((_, i) => [Math.cos(i), Math.sin(i)]);
    const d = directions.map((c, i) => -exactMaximum(planarNet(net, c, 0), [-1, -1], [1, 1]) - gaps[i]!);
    return { c: tf.tensor3d([directions]), d: tf.tensor2d([d]) };
  };

  it('verifies those that need splits beside those that one pass proves', async () => {
    const net = planar([8, 6], 5);
    const spec = rowsAt(
      net,
      Array.from({ length: 12 }, (_, i) => (i % 4 === 1 ? 0.01 : 50)),
    );
    const { status, trees, nodes } = await branchAndBound(net, box(), spec, { batch: 4 });
    expect(status).toBe('verified');
    expect(trees.map((tree) => leaves(tree).every((leaf) => leaf.status === 'proved'))).not.toContain(false);
    expect(nodes).toBeGreaterThan(12); // those of one pass are whole
    disposeNetwork(net);
  });

  it('finds the one that fails', async () => {
    const net = planar([8, 6], 5);
    const spec = rowsAt(
      net,
      Array.from({ length: 12 }, (_, i) => (i === 7 ? -0.05 : 50)),
    );
    const { status, witness } = await branchAndBound(net, box(), spec, { batch: 4 });
    expect([status, witness?.spec]).toEqual(['falsified', 7]);
    disposeNetwork(net);
  });

  it('leaves open what the time does not suffice for', async () => {
    const net = planar([8, 6], 5);
    const spec = rowsAt(
      net,
      Array.from({ length: 12 }, () => 50),
    );
    let clock = 0;
    const { status, reason, trees } = await branchAndBound(net, box(), spec, {
      ...{ batch: 4, budget: 10, now: () => (clock += 6) },
    });
    expect([status, reason]).toEqual(['unknown', 'time']);
    expect(trees.map((tree) => tree.kind === 'leaf' && tree.status)).toEqual([
      ...Array(4).fill('proved'),
      ...Array(8).fill('open'),
    ]);
    disposeNetwork(net);
  });
});

it('takes the same decisions twice, and leaves no tensor behind', async () => {
  const net = planar([8, 6], 5);
  const box = { lower: tf.tensor2d([[-1, -1]]), upper: tf.tensor2d([[1, 1]]) };
  const maximum = exactMaximum(planarNet(net, [1, -1], 0), [-1, -1], [1, 1]);
  const spec = oneSpec([1, -1], -maximum - 0.01);
  const before = tf.memory().numTensors;
  const [one, two] = [await branchAndBound(net, box, spec), await branchAndBound(net, box, spec)];
  expect(tf.memory().numTensors).toBe(before);
  expect(two).toEqual(one);
  disposeNetwork(net);
});

it('lets a callback improve the points it tries', async () => {
  const net = planar([8, 6], 5);
  const box = { lower: tf.tensor2d([[-1, -1]]), upper: tf.tensor2d([[1, 1]]) };
  const maximum = exactMaximum(planarNet(net, [1, -1], 0), [-1, -1], [1, 1]);
  let asked = 0;
  await branchAndBound(net, box, oneSpec([1, -1], -maximum - 0.01), {
    improve: (points) => {
      asked += points.shape[0]!;
      expect(points.shape.slice(1)).toEqual([2]);
      return points;
    },
  });
  expect(asked).toBeGreaterThan(0);
  disposeNetwork(net);
});
