import { type PlainSpec, type Property, plainForward, rowsNetwork } from '@ibp/exact';
import { plainChain, plainTensor, stream, times } from '@ibp/testing';
import { lowered } from '../testing/lowered';
import { verifyProperty } from './verify-property';

const next = stream(5);
const eighths = (most: number) => Math.round((2 * next() - 1) * 8 * most) / 8;
/** Numbers of few bits, of which float64 loses nothing. */
const list = (count: number, most: number) => Float64Array.from({ length: count }, () => eighths(most));

const network = (activation: 'relu' | 'abs' | 'relu6') =>
  plainChain(
    [2],
    ['dense', { kernel: plainTensor([2, 4], list(8, 2)), bias: plainTensor([4], list(4, 1)) }],
    [activation, {}],
    ['dense', { kernel: plainTensor([4, 2], list(8, 2)), bias: plainTensor([2], list(2, 1)) }],
  );

/** Rows that are all exactly 0 at a point, or above by as little as a number can be; a second one is the first turned around. */
function rowsThrough(z: Float64Array, count: number, more: number): PlainSpec {
  const own = list(z.length, 2);
  const c = Float64Array.from({ length: count * z.length }, (_, k) => {
    const [row, i] = [Math.floor(k / z.length), k % z.length];
    return row === 0 ? own[i]! : row === 1 ? 0 - own[i]! : eighths(2);
  });
  const d = Float64Array.from({ length: count }, (_, r) => {
    const value = z.reduce((sum, v, i) => sum + c[r * z.length + i]! * v, 0);
    return more === 0 ? 0 - value : Math.max(0 - value, more);
  });
  return { c, d };
}

it('what is unsafe at one point alone, by a tie, is never verified', async () => {
  const counts: { [status: string]: number } = {};
  for (let run = 0; run < 4 * times; run++) {
    // relu6 is bounded on the backend in float32, the others on the host
    const plain = network((['relu', 'abs', 'relu6'] as const)[run % 3]!);
    const point = list(2, 1);
    const [below, above] = [list(2, 1), list(2, 1)].map((widths) => widths.map(Math.abs)) as [
      Float64Array,
      Float64Array,
    ];
    const box = { lower: point.map((v, i) => v - below[i]!), upper: point.map((v, i) => v + above[i]!) };
    const withInputs = run % 4 === 3;
    const z = plainForward(rowsNetwork(plain, { withInputs }), point);
    const unsafe = [rowsThrough(z, 1 + (run % 3), run % 3 === 2 ? Number.MIN_VALUE : 0)];
    const property: Property = { boxes: [box], unsafe, ...(withInputs ? { withInputs } : {}) };
    for (const strategy of ['input-split', 'branch-and-bound'] as const) {
      const { status } = await verifyProperty(lowered(plain), property, {
        strategy,
        maxNodes: 40,
        seed: run,
      });
      expect([run, strategy, status]).not.toEqual([run, strategy, 'verified']);
      counts[status] = (counts[status] ?? 0) + 1;
    }
  }
  expect(counts.unknown).toBeGreaterThan(1);
});

it.each<[string, [number, number], number[], number, boolean]>([
  ['a row of zeros that is a tie', [0, 1], [0, 0], 0, false],
  ['a row of zeros that is -0', [0, 1], [0, 0], -0, false],
  ['a row of zeros that is hardly above 0', [0, 1], [0, 0], Number.MIN_VALUE, false],
  ['a row of zeros below 0', [0, 1], [0, 0], -1, true],
  ['one that float32 makes 0', [0, 1], [1e-50, 0], 0, false],
  ['one that float32 makes infinite', [0, 1], [1e300, 0], -1e299, false],
  ['a point', [0.5, 0.5], [1, 0], -0.5, false],
  ['a point that float32 has not', [0.1, 0.1], [1, 0], -0.1, false],
  ['an interval that holds no float32', [0.1, 0.10000000000000002], [1, 0], -0.10000000000000002, false],
  ['ends that float64 has and float32 has not', [-1e-300, 1e-300], [1, 0], -1e-300, false],
  ['ends beyond float32', [-1e300, 1e300], [1, 0], -1e299, false],
])('%s', async (_, [lower, upper], c, d, holds) => {
  // outputs are |x| and 0: on 0 and above x itself
  const plain = plainChain([1], ['abs', {}], ['dense', { kernel: plainTensor([1, 2], [1, 0]) }]);
  const box = { lower: Float64Array.of(lower), upper: Float64Array.of(upper) };
  const property = { boxes: [box], unsafe: [{ c: Float64Array.from(c), d: Float64Array.of(d) }] };
  for (const strategy of ['input-split', 'branch-and-bound'] as const) {
    const { status } = await verifyProperty(lowered(plain), property, { strategy, maxNodes: 6 });
    expect([strategy, status === 'verified']).toEqual([strategy, holds]);
  }
});
