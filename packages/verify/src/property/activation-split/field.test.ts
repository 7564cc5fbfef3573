import { plainChain, plainTensor, randomBox, randomFloats } from '@ibp/testing';
import { adam } from './descent';
import { fieldOf, listedUnits, unionOf } from './field';
import { firstSlopes } from './hidden-bounds';
import { optimise } from './optimise';
import { oneRow } from './parts';
import { rootOf } from './root';
import { searchNetwork } from './search-network';

const conv = (filters: number, before: number, seed: number) =>
  [
    'conv2d',
    {
      kernel: plainTensor([3, 3, before, filters], randomFloats(9 * before * filters, seed)),
      ...{ strides: [1, 1], padding: 'same' },
    },
  ] as const;

/** Node 5 is the third convolution, the first of whose units depend on a quarter of the input; a branch comes back before it. */
const network = plainChain(
  [8, 8, 1],
  conv(2, 1, 1),
  ['relu', {}],
  conv(2, 2, 2),
  ['add', {}, [3, 2]],
  conv(2, 2, 3),
  ['relu', {}],
  ['reshape', { shape: [128] }],
  ['dense', { kernel: plainTensor([128, 2], randomFloats(256, 4)) }],
);

it('a unit depends on its receptive field, of which constants are left out', () => {
  const net = searchNetwork(network)!;
  const box = randomBox(network, 1, 0.4, true);
  rootOf(net, network, box, { improve: () => () => false, reached: () => false });
  const listed = listedUnits(net);
  const inactive = listed[1]!.indexOf(0);
  expect(inactive).toBeGreaterThanOrEqual(0);
  const field = fieldOf(net, listed, 5, 0);
  // rows and columns 0 and 1 of the addition, 0 to 2 of the convolution before, 0 to 3 of the input
  expect([field[4]!.length, field[3]!.length, field[0]!.length]).toEqual([8, 8, 16]);
  expect(field[1]!.includes(inactive)).toBe(false);
  const next = fieldOf(net, listed, 5, 1);
  expect([...unionOf([field, next], 4)].sort((a, b) => a - b)).toEqual([...field[4]!].sort((a, b) => a - b));
});

it('passes in receptive fields improve bounds as passes through everything do', () => {
  const net = searchNetwork(network)!;
  const box = randomBox(network, 1, 0.8, true);
  const { layers, region } = rootOf(net, network, box, { improve: () => () => false, reached: () => false })!;
  const none = new Float64Array(0);
  const free = { slopes: firstSlopes(layers), betas: none, multipliers: none };
  const units = [0, 1, 9, 60, 127];
  const jobs = units.map((unit) => {
    const c = new Float64Array(128);
    c[unit] = unit % 2 ? 1 : -1;
    return { part: { rows: oneRow(c, 0), lower: layers.lower, upper: layers.upper, splits: [] }, free };
  });
  const listed = listedUnits(net);
  const fields = units.map((unit) => fieldOf(net, listed, 5, unit));
  const boundsBy = (of: typeof fields | undefined, steps: number) =>
    optimise({ net, layers, region, start: 5, reached: () => false, units: { fields: of } }, jobs, {
      ...{ steps, descending: adam(0.25, 0.9), enough: Number.NEGATIVE_INFINITY },
    }).map(({ bound }) => bound);
  const all = boundsBy(undefined, 8);
  expect(boundsBy(fields, 8)).toEqual(all);
  expect(boundsBy(fields, 1).filter((bound, i) => bound > all[i]!).length).toBeGreaterThan(2);
});
