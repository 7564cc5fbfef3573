import type { ActivationName, PlainNetwork } from '@ibp/core';
import { plainForward, plainTrace } from '@ibp/exact';
import {
  plainChain,
  plainDense,
  plainResidual,
  plainTensor,
  randomBox,
  randomFloats,
  stream,
  times,
} from '@ibp/testing';
import { halvesOf, promisingCuts } from './branching';
import { adam } from './descent';
import { firstSlopes } from './hidden-bounds';
import { optimise } from './optimise';
import { oneRow, type Part } from './parts';
import { rootOf } from './root';
import { searchNetwork } from './search-network';

const curved = (op: ActivationName): PlainNetwork =>
  plainChain(
    [3],
    [
      'dense',
      { kernel: plainTensor([3, 5], randomFloats(15, 1)), bias: plainTensor([5], randomFloats(5, 2)) },
    ],
    [op, {}],
    [
      'dense',
      { kernel: plainTensor([5, 4], randomFloats(20, 3)), bias: plainTensor([4], randomFloats(4, 4)) },
    ],
    ['relu', {}],
    ['dense', { kernel: plainTensor([4, 2], randomFloats(8, 5)) }],
  );

const filters = (shape: readonly [number, number, number, number], seed: number) =>
  plainTensor(shape, randomFloats(shape[0] * shape[1] * shape[2] * shape[3], seed));

/** Its matrices are kept by their entries. */
const convolutional = plainChain(
  [5, 5, 1],
  ['conv2d', { kernel: filters([3, 3, 1, 2], 1), strides: [1, 1], padding: 'same' }],
  ['relu', {}],
  ['conv2d', { kernel: filters([3, 3, 2, 3], 2), strides: [2, 2], padding: 'valid' }],
  ['relu', {}],
  ['reshape', { shape: [12] }],
  ['dense', { kernel: plainTensor([12, 2], randomFloats(24, 3)) }],
);

const networks: [string, PlainNetwork][] = [
  ['relu', plainDense([3, 6, 6, 2], 10)],
  ['leakyRelu', plainDense([3, 6, 6, 2], 20, 'leakyRelu', { alpha: 0.1 })],
  ['abs', curved('abs')],
  ['relu6', curved('relu6')],
  ['sigmoid', curved('sigmoid')],
  ['tanh', curved('tanh')],
  ['sin', curved('sin')],
  ['a branch that comes back', plainResidual(4)],
  ['convolutions', convolutional],
];

it.each(networks)('bounds of parts hold at the points of these, %s', (_, network) => {
  const box = randomBox(network, 3, 1.5, true);
  const net = searchNetwork(network)!;
  const root = rootOf(net, network, box, { improve: () => () => true, reached: () => false })!;
  const { layers, region } = root;
  const start = net.nodes.length - 1;
  const passes = { net, layers, region, start, reached: () => false };
  const units = net.nodes[start]!.size;
  const c = Float64Array.from(randomFloats(units, 9));
  const none = new Float64Array(0);
  let parts: { readonly part: Part; readonly betas: number }[] = [
    { part: { rows: oneRow(c, 0.5), lower: layers.lower, upper: layers.upper, splits: [] }, betas: 0 },
  ];
  const bounds = new Map<Part, number>();
  for (let depth = 0; depth <= 4; depth++) {
    const jobs = parts.map(({ part, betas }) => ({
      part,
      free: { slopes: firstSlopes(layers), betas: new Float64Array(betas).fill(0.1), multipliers: none },
    }));
    const cuts: ReturnType<typeof promisingCuts>[] = [];
    const rates = { steps: 5, descending: adam(0.1, 0.9), enough: Number.NEGATIVE_INFINITY };
    const best = optimise(passes, jobs, rates, (i, s) => {
      cuts[i] = promisingCuts(passes, jobs[i]!.part, s, i);
    });
    for (const [i, { bound }] of best.entries()) bounds.set(jobs[i]!.part, bound);
    parts = jobs.flatMap(({ part }, i) => {
      const cut = cuts[i]![depth % cuts[i]!.length];
      return cut ? halvesOf(part, cut).map((half) => ({ part: half, betas: half.splits.length })) : [];
    });
  }
  expect(bounds.size).toBeGreaterThan(8);
  const next = stream(7);
  const wrong: string[] = [];
  for (let k = 0; k < 200 * times; k++) {
    const x = box.lower.map((l, i) => l + next() * (box.upper[i]! - l));
    const values = plainTrace(network, x);
    const value = plainForward(network, x).reduce((sum, z, i) => sum + c[i]! * z, 0.5);
    for (const [{ splits }, bound] of bounds) {
      const inside = splits.every(({ node, unit, side, at = 0 }) =>
        side === 'active' ? values[node]![unit]! >= at : values[node]![unit]! <= at,
      );
      if (inside && !(value <= bound + 1e-12))
        wrong.push(`${value} above ${bound} of ${splits.length} splits`);
    }
    for (const { node, units: own, offset } of layers.layers) {
      own.forEach((unit, i) => {
        const z = values[node]![unit]!;
        const [l, u] = [layers.lower[offset + i]!, layers.upper[offset + i]!];
        if (!(z >= l - 1e-12 && z <= u + 1e-12)) wrong.push(`${z} of node ${node} outside [${l}, ${u}]`);
      });
    }
  }
  expect(wrong).toEqual([]);
});

it('gives what one pass found where time is up, of the whole box and of hidden units', () => {
  const network = plainDense([3, 6, 6, 6, 2], 10);
  const box = randomBox(network, 3, 1.5, true);
  const net = searchNetwork(network)!;
  const boundsBy = (improve: boolean, isUp: boolean, steps: number) => {
    const root = rootOf(net, network, box, { improve: () => () => improve, reached: () => false })!;
    const { layers, region } = root;
    const c = Float64Array.of(1, -1);
    const free = {
      slopes: firstSlopes(layers),
      betas: new Float64Array(0),
      multipliers: new Float64Array(0),
    };
    const part = { rows: oneRow(c, 0.5), lower: layers.lower, upper: layers.upper, splits: [] };
    const passes = { net, layers, region, start: net.nodes.length - 1, reached: () => isUp };
    const rates = { steps, descending: adam(0.1, 0.9), enough: Number.NEGATIVE_INFINITY };
    return optimise(passes, [{ part, free }], rates)[0]!.bound;
  };
  const [quick, better] = [boundsBy(false, true, 1), boundsBy(false, false, 20)];
  expect(boundsBy(false, true, 20)).toBe(quick);
  expect(better).toBeLessThan(quick);
  expect(boundsBy(true, false, 20)).toBeLessThan(better);
});
