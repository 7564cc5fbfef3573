import { plainDense, randomBox } from '@ibp/testing';
import { linesBelow } from '../certificate/lines-below';
import { exactBackward } from '../rigorous/backward';
import { enclose } from '../rigorous/enclose';
import type { PlainSpec } from '../rigorous/spec';
import type { Split } from '../rigorous/split';
import { highsWasm } from '../solver/highs-wasm';
import { partsByLp } from './parts-by-lp';

const solver = highsWasm({ threads: 1 });
const options = { solver, timeLimit: 10 };
afterAll(() => solver.close());

const dense = (rows: number[][], bias: number[], from: number) => ({
  op: 'dense' as const,
  name: `dense${from}`,
  inputs: [from],
  shape: [bias.length],
  params: {
    kernel: { shape: [rows.length, bias.length], data: Float32Array.from(rows.flat()) },
    bias: { shape: [bias.length], data: Float32Array.from(bias) },
  },
});
const relu = (from: number, units: number) => ({
  op: 'relu' as const,
  name: `relu${from}`,
  inputs: [from],
  shape: [units],
  params: {},
});
const input = (units: number) => ({
  op: 'input' as const,
  name: 'x',
  inputs: [],
  shape: [units],
  params: {},
});
const row = (c: number[], d: number): PlainSpec => ({ c: Float64Array.from(c), d: Float64Array.of(d) });

it('gives the multiplier of a split: x >= 0 and 1 - x >= 0.5 leave x <= 0.5', async () => {
  // z = (x, 1 - x) over [-1, 1]; what is bounded is relu(x) where 1 - x - 0.5 is active
  const network = { nodes: [input(1), dense([[1, -1]], [0, 0.5], 0), relu(1, 2), dense([[1], [0]], [0], 2)] };
  const box = { lower: Float64Array.of(-1), upper: Float64Array.of(1) };
  const splits: Split[] = [
    { node: 1, unit: 0, side: 'active' },
    { node: 1, unit: 1, side: 'active' },
  ];
  const over = enclose(network, box, { splits });
  const spec = row([1], 0);
  const found = (await partsByLp(network, enclose(network, box), spec, options)!(over))!;
  expect(found.betas[1]).toBeCloseTo(1, 9);
  expect(exactBackward(network, over, spec)[0]).toBeCloseTo(1, 9);
  expect(exactBackward(network, over, spec, { betas: found.betas })[0]).toBeCloseTo(0.5, 9);
});

it('has multipliers for a leaf without points too, which refute anything', async () => {
  const network = {
    nodes: [input(1), dense([[1, -1]], [0, -0.25], 0), relu(1, 2), dense([[1], [1]], [0], 2)],
  };
  const box = { lower: Float64Array.of(-1), upper: Float64Array.of(1) };
  const splits: Split[] = [
    { node: 1, unit: 0, side: 'active' },
    { node: 1, unit: 1, side: 'active' }, // -x - 0.25 >= 0
  ];
  const over = enclose(network, box, { splits });
  const found = (await partsByLp(network, enclose(network, box), row([1], 7), options)!(over))!;
  expect(exactBackward(network, over, row([1], 7), { betas: found.betas })[0]).toBeLessThan(0);
});

it('is what a backward pass comes to: the optimum, by the solver and in exact arithmetic', async () => {
  for (const [seed, activation] of [
    [25, 'relu'],
    [6, 'abs'],
    [9, 'leakyRelu'],
  ] as const) {
    const network = plainDense(
      [4, 12, 12, 3],
      seed,
      activation,
      activation === 'leakyRelu' ? { alpha: 0.2 } : {},
    );
    const box = randomBox(network, 3, 0.3, true);
    const whole = enclose(network, box);
    const spec = row([-1, 1, 0], 0);
    const part = partsByLp(network, whole, spec, options)!;
    const { next } = (await part(whole))!;
    for (const splits of [
      [],
      [{ ...next!, side: 'active' as const }],
      [{ ...next!, side: 'inactive' as const }],
    ]) {
      const over = enclose(network, box, { splits, tighter: whole.boxes });
      const { slopes, betas, bound } = (await part(over))!;
      const lines = slopes.map(({ node, slopes: all, open }) => {
        const below = linesBelow(network, node, all);
        return [node, { below: below.map((slope, k) => (open[k] ? slope : Number.NaN)) }];
      });
      const by = { betas, slopes: Object.fromEntries(lines) };
      expect(exactBackward(network, over, spec, by)[0]).toBeCloseTo(bound, 5);
      expect(exactBackward(network, over, spec)[0]! - bound).toBeGreaterThan(1e-3);
    }
  }
});
