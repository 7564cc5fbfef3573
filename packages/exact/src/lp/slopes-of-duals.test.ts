import { plainDense, plainResidual, randomBox } from '@ibp/testing';
import { compactProofs } from '../certificate/compact-proofs';
import { slopeProof } from '../certificate/slope-proof';
import { exactBackward } from '../rigorous/backward';
import { enclose } from '../rigorous/enclose';
import { marginSpec, someRows } from '../rigorous/spec';
import { highsWasm } from '../solver/highs-wasm';
import { verifyByLp } from './verify-by-lp';

const solver = highsWasm({ threads: 1 });
afterAll(() => solver.close());
const spec = someRows(marginSpec(0, 3), [0]);

const ofOne = async (network: ReturnType<typeof plainDense>, radius: number, seed: number) => {
  const box = randomBox(network, seed, radius, radius > 0.3);
  const enclosures = enclose(network, box);
  const [plain] = exactBackward(network, enclosures, spec);
  const by = (constant: number) => {
    const row = { c: spec.c, d: Float64Array.of(constant) };
    return { row, found: verifyByLp(network, box, row, { solver, timeLimit: 30 }) };
  };
  const gain = -(await by(-plain!).found).bound!;
  // out of reach of chosen slopes by half of what the LP gains
  const { row, found } = by(gain / 2 - plain!);
  const { status, bound, slopes } = await found;
  return { network, box, row, status, bound: bound!, slopes: slopes!, gain };
};

it.each([
  ['relus', plainDense([4, 12, 12, 3], 25), 0.5],
  ['leaky relus', plainDense([4, 12, 12, 3], 6, 'leakyRelu', { alpha: 0.2 }), 0.2],
  ['magnitudes', plainDense([4, 12, 12, 3], 27, 'abs'), 0.5],
])('the duals of an LP are slopes of a backward pass as good: %s', async (_, network, radius) => {
  const { box, row, status, bound, slopes, gain } = await ofOne(network, radius, 3);
  expect(gain).toBeGreaterThan(0.01);
  expect(status).toBe('verified');
  const proof = slopeProof(network, { row: 0, bound, intermediate: 'ibp', slopes });
  const about = { box, unsafe: [row] };
  const [held] = compactProofs([proof], network, about);
  expect(held).toMatchObject({ kind: 'crown', conjunctions: [0] });
  expect(held!.bounds![0]!).toBeLessThan(0);
  // few digits: no slope is written with more than the least that hold
  const written = held!.kind === 'crown' ? held!.slopes!.flatMap(({ below }) => below!) : [];
  expect(written.length).toBeGreaterThan(0);
  expect(written.every((slope) => Number.isInteger(slope * 2 ** 16))).toBe(true);
  // and not by slopes that anyone would choose
  expect(compactProofs([{ ...proof, slopes: [] } as never], network, about)).toEqual([]);
});

it('what no slopes prove is no proof', () => {
  const network = plainResidual(3);
  const box = randomBox(network, 1, 0.5);
  const proof = slopeProof(network, { row: 0, bound: -1, intermediate: 'ibp', slopes: [] });
  const row = { c: spec.c, d: Float64Array.of(1e3) };
  expect(compactProofs([proof], network, { box, unsafe: [row] })).toEqual([]);
});
