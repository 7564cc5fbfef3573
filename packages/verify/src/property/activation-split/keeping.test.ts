import { plainDense, randomBox, randomFloats } from '@ibp/testing';
import { halvesOf, promisingCuts } from './branching';
import { freeOfHalf } from './choose-cuts';
import { polyak } from './descent';
import { firstSlopes } from './hidden-bounds';
import { optimise } from './optimise';
import { oneRow } from './parts';
import { rootOf } from './root';
import { searchNetwork } from './search-network';

const networks = [
  ['relu', plainDense([3, 8, 8, 2], 10)],
  ['leakyRelu', plainDense([3, 8, 8, 2], 20, 'leakyRelu', { alpha: 0.1 })],
  ['abs', plainDense([3, 8, 8, 2], 30, 'abs')],
] as const;

it.each(networks)('halves begin where the part was where a line is of a free slope, %s', (_, network) => {
  const box = randomBox(network, 3, 1.5, true);
  const net = searchNetwork(network)!;
  const { layers, region } = rootOf(net, network, box, {
    improve: () => () => true,
    reached: () => false,
  })!;
  const passes = { net, layers, region, start: net.nodes.length - 1, reached: () => false };
  const rates = { steps: 1, descending: polyak, enough: Number.NEGATIVE_INFINITY };
  const none = new Float64Array(0);
  const slopes = firstSlopes(layers).map((slope) => (slope + 0.3) / 2);
  const [keeping, others]: [number[], number[]] = [[], []];
  for (let seed = 1; seed <= 12; seed++) {
    const row = oneRow(Float64Array.from(randomFloats(2, seed)), 0.5);
    const part = { rows: row, splits: [], lower: layers.lower, upper: layers.upper };
    let cuts: ReturnType<typeof promisingCuts> = [];
    const free = { slopes, betas: none, multipliers: none };
    const [found] = optimise(passes, [{ part, free }], rates, (i, s) => {
      cuts = promisingCuts(passes, part, s, i);
    });
    const { bound, ...own } = found!;
    for (const cut of cuts.filter(({ keeping: [active, inactive] }) => active + inactive > 0)) {
      for (const [k, half] of halvesOf(part, cut).entries()) {
        const more = (beta: number) =>
          optimise(passes, [{ part: half, free: freeOfHalf(own, beta) }], rates)[0]!.bound - bound;
        keeping.push(more(cut.keeping[k]!));
        others.push(more(0));
      }
    }
  }
  expect(keeping.length).toBeGreaterThan(20);
  expect(keeping.filter((more) => more > 1e-9)).toEqual([]);
  // without multipliers some begin above
  expect(others.filter((more) => more > 1e-3).length).toBeGreaterThan(2);
});
