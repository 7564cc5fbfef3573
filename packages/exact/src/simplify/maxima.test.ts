import { plainChain, plainTensor, randomBox, randomFloats } from '@ibp/testing';
import { plainForward } from '../plain/forward';
import { affineMaps } from '../plain/linear-nodes';
import { exactBackward } from '../rigorous/backward';
import { enclose } from '../rigorous/enclose';
import { maximaByRelu } from './maxima';

type Net = Parameters<typeof maximaByRelu>[0];
const ops = (net: Net) => maximaByRelu(net).nodes.map(({ op }) => op);
const relus = (net: Net) =>
  maximaByRelu(net).nodes.reduce(
    (sum, { op, shape }) => sum + (op === 'relu' ? shape.reduce((a, b) => a * b, 1) : 0),
    0,
  );

const pool = (size: [number, number], strides: [number, number], padding: 'valid' | 'same') =>
  ['maxPool', { size, strides, padding }] as const;

const pools = [
  ['of pairs', [4, 4, 2], pool([2, 2], [2, 2], 'valid')],
  ['that pads, at an odd size', [5, 3, 2], pool([2, 2], [2, 2], 'same')],
  ['whose windows overlap', [5, 5, 1], pool([3, 3], [1, 1], 'same')],
  ['with places between windows', [5, 7, 3], pool([1, 2], [3, 3], 'valid')],
  ['of one place', [3, 3, 2], pool([1, 1], [2, 2], 'same')],
  ['of all places', [3, 4, 2], ['globalMaxPool', {}]],
  ['along an axis', [2, 5, 3], ['max', { axis: 1 }]],
] as const;

it.each(pools)('computes the same as a pool %s, shape and order too', (_, shape, layer) => {
  const net = plainChain(shape, layer as (typeof pools)[0][2]);
  const form = maximaByRelu(net);
  expect(form.nodes.at(-1)!.shape).toEqual(net.nodes.at(-1)!.shape);
  expect(form.nodes.some(({ op }) => op === 'maxPool' || op === 'globalMaxPool' || op === 'max')).toBe(false);
  for (let seed = 1; seed < 20; seed++) {
    const size = shape.reduce((a: number, b) => a * b, 1);
    // in eighths, differences and sums are exact, and there are ties; below 0, so that a padding with 0 would count
    const x = Float64Array.from(randomFloats(size, seed), (v) => Math.round(8 * v) / 8 - 9);
    expect(plainForward(form, x)).toEqual(plainForward(net, x));
  }
});

it('has coefficients 1 and -1, and a unit for each pair of windows alike', () => {
  const net = plainChain([5, 5, 1], pool([2, 2], [1, 1], 'valid'));
  // 5 rows of 4 neighbours, then 4 by 4 pairs of those
  expect(relus(net)).toBe(20 + 16);
  const [columns, weights] = [new Int32Array(2), new Float64Array(2)];
  for (const map of affineMaps(maximaByRelu(net))) {
    for (let i = 0; i < (map?.outputs ?? 0); i++) {
      const count = map!.row(i, columns, weights);
      expect([...weights.subarray(0, count)].every((w) => Math.abs(w) === 1)).toBe(true);
      expect(map!.bias(i)).toBe(0);
    }
  }
});

it('has what never falls after the greatest, unless something else takes its values', () => {
  const net = plainChain([2, 2, 1], ['relu', {}], pool([2, 2], [2, 2], 'valid'));
  expect(ops(net).at(-1)).toBe('relu');
  expect(relus(net)).toBe(2 + 1 + 1);
  const folded = plainChain([2, 2, 1], ['abs', {}], pool([2, 2], [2, 2], 'valid'));
  expect(ops(folded)[1]).toBe('abs');
  const twice = plainChain([2, 2, 1], ['relu', {}], pool([2, 2], [1, 1], 'same'), ['add', {}, [1, 2]]);
  expect(relus(twice)).toBe(4 + 3 + 1);
  for (const one of [net, folded, twice]) {
    const x = Float64Array.of(-1, 0.5, -3, 2);
    expect(plainForward(maximaByRelu(one), x)).toEqual(plainForward(one, x));
    const below = Float64Array.of(-1, -4, -3, -2);
    expect(plainForward(maximaByRelu(one), below)).toEqual(plainForward(one, below));
  }
});

it('is made anew where the network changed, and leaves alone what has no pool or too many places', () => {
  const kernel = plainTensor([1, 1, 1, 1], [1]);
  const net = plainChain(
    [2, 2, 1],
    ['conv2d', { kernel, strides: [1, 1], padding: 'valid' }],
    pool([2, 2], [2, 2], 'valid'),
  );
  const first = maximaByRelu(net);
  expect(maximaByRelu(net)).toBe(first);
  kernel.data[0] = -1;
  expect([...plainForward(maximaByRelu(net), Float64Array.of(1, 2, 3, 4))]).toEqual([-1]);
  const none = plainChain([2], ['relu', {}]);
  expect(maximaByRelu(none)).toBe(none);
  const large = plainChain([64, 64, 1], pool([17, 17], [1, 1], 'same'));
  expect(maximaByRelu(large)).toBe(large);
});

it('has bounds of what the pool gives', () => {
  const net = plainChain(
    [4, 4, 1],
    ['conv2d', { kernel: plainTensor([2, 2, 1, 2], randomFloats(8, 2)), strides: [1, 1], padding: 'same' }],
    ['relu', {}],
    pool([2, 2], [2, 2], 'valid'),
    ['reshape', { shape: [8] }],
    ['dense', { kernel: plainTensor([8, 1], randomFloats(8, 3)) }],
  );
  const form = maximaByRelu(net);
  const box = randomBox(net, 5, 0.5, true);
  const over = enclose(form, box);
  const [bound] = exactBackward(form, over, { c: Float64Array.of(1), d: Float64Array.of(0) }, {});
  for (let seed = 0; seed < 200; seed++) {
    const shares = randomFloats(16, seed);
    const x = box.lower.map((l, i) => l + Math.round(Math.abs(shares[i]!)) * (box.upper[i]! - l));
    const [y] = plainForward(net, x);
    expect(y).toBeLessThanOrEqual(bound!);
    expect(y).toBeLessThanOrEqual(over.boxes.at(-1)!.upper[0]!);
  }
});
