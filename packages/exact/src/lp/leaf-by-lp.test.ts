import { plainDense, randomBox } from '@ibp/testing';
import { confirmedTree, type TreeLeaf } from '../certificate/confirm-tree';
import { confirmedProofs } from '../certificate/confirmed-proofs';
import { exactBackward } from '../rigorous/backward';
import { type Enclosures, enclose } from '../rigorous/enclose';
import type { PlainSpec } from '../rigorous/spec';
import type { Split } from '../rigorous/split';
import { highsWasm } from '../solver/highs-wasm';
import { leafByLp } from './leaf-by-lp';

const solver = highsWasm({ threads: 1 });
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
  const found = (await leafByLp(network, over, spec, { solver, timeLimit: 10 }))!;
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
  const found = (await leafByLp(network, over, row([1], 7), { solver, timeLimit: 10 }))!;
  expect(exactBackward(network, over, row([1], 7), { betas: found.betas })[0]).toBeLessThan(0);
});

it('closes leaves of a tree that chosen slopes do not', async () => {
  const network = plainDense([4, 12, 12, 3], 25);
  const box = randomBox(network, 3, 0.5, true);
  const [plain] = exactBackward(network, enclose(network, box), row([-1, 1, 0], 0));
  const unsafe = [row([-1, 1, 0], -0.45 * plain!)];
  const given = {
    kind: 'tree' as const,
    conjunctions: [0],
    intermediate: 'crown' as const,
    leaves: [{ splits: [] }],
  };
  const alone = await confirmedTree(network, given, { box, unsafe }, { leaves: 4000 });
  const improve = async (leaf: TreeLeaf, over: Enclosures) => {
    const found = await leafByLp(network, over, unsafe[0]!, { solver, timeLimit: 10 });
    return found && { ...leaf, betas: [...found.betas] };
  };
  const helped = await confirmedTree(network, given, { box, unsafe }, { leaves: 4000, improve });
  expect(helped.proof).toBeDefined();
  expect(helped.leaves.proof).toBeLessThan(alone.leaves.proof);
  // and the checker comes to the same
  expect(confirmedProofs([helped.proof!], network, { box, unsafe })).toHaveLength(1);
});
