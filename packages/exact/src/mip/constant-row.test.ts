import type { PlainNetwork } from '@ibp/core';
import { verifyByLp } from '../lp/verify-by-lp';
import type { Solver } from '../solver/solver';
import { verifyByMip } from './verify-by-mip';

/** `z = relu(x0 - x1)`. */
const network = {
  nodes: [
    { op: 'input', name: 'x', inputs: [], shape: [2], params: {} },
    {
      op: 'dense',
      name: 'difference',
      inputs: [0],
      shape: [1],
      params: {
        kernel: { shape: [2, 1], data: Float32Array.of(1, -1) },
        bias: { shape: [1], data: Float32Array.of(0) },
      },
    },
    { op: 'relu', name: 'z', inputs: [1], shape: [1], params: {} },
  ],
} as unknown as PlainNetwork;

/** None is to be asked. */
const solver: Solver = {
  name: 'none',
  solve: () => Promise.reject(new Error('expected no solver to be asked')),
  close: async () => undefined,
};

const at = (...x: number[]) => ({ lower: Float64Array.from(x), upper: Float64Array.from(x) });
const row = (d: number) => ({ c: Float64Array.of(1), d: Float64Array.of(d) });

describe.each([
  ['LP', verifyByLp],
  ['MIP', verifyByMip],
])('%s, where the row has one value', (_, verify) => {
  const decide = (...[box, spec, more]: [ReturnType<typeof at>, ReturnType<typeof row>, object?]) =>
    verify(network, box, spec, { solver, timeLimit: 5, ...more });

  it('proves and breaks at one point in float64, however near 0', async () => {
    // z = 0.25
    expect(await decide(at(0.5, 0.25), row(-0.25 - 1e-12))).toMatchObject({ status: 'verified' });
    const { bound } = await decide(at(0.5, 0.25), row(-0.25 - 1e-12));
    expect(bound! / -1e-12).toBeCloseTo(1, 2);
    expect(await decide(at(0.5, 0.25), row(-0.25 + 1e-12))).toMatchObject({
      status: 'falsified',
      witness: Float32Array.of(0.5, 0.25),
    });
  });

  it('decides where a unit is at the corner of its ReLU', async () => {
    expect(await decide(at(0.5, 0.5), row(-1e-9))).toMatchObject({ status: 'verified' });
    expect(await decide(at(0.5, 0.5), row(1e-9))).toMatchObject({ status: 'falsified' });
  });

  it('says that the sign is lost in rounding where it is', async () => {
    expect(await decide(at(0.5, 0.25), row(-0.25))).toMatchObject({
      status: 'unknown',
      reason: 'tolerance',
      detail: expect.stringMatching(
        /^the row has one value over the box, from -\S+e-1\d to \S+e-1\d: its sign/,
      ),
    });
  });

  it('says that a point that breaks it is none that can be stored', async () => {
    // 0.1 is no float32
    const found = await decide(at(0.1, 0), row(-0.056));
    expect(found).toMatchObject({ status: 'unknown', reason: 'undecided' });
    expect(found.bound).toBeCloseTo(0.044, 12);
    expect(found.detail).toMatch(
      /^the row is at least 0\.0439999\d* all over the box, but no float32 input is in/,
    );
  });

  it('says that the network as it runs does not agree', async () => {
    expect(await decide(at(0.5, 0.25), row(-0.2), { confirm: () => -1 })).toMatchObject({
      status: 'unknown',
      reason: 'undecided',
      detail: expect.stringMatching(
        /^the row is at least 0\.04999\d* all over the box, but not in the network as it/,
      ),
    });
  });

  it('decides a row that no input of a wide box changes', async () => {
    const dead = { lower: Float64Array.of(0, 2), upper: Float64Array.of(1, 3) };
    expect(await decide(dead, row(-1e-9))).toMatchObject({ status: 'verified' });
    expect(await decide(dead, row(1e-9))).toMatchObject({ status: 'falsified' });
    expect(await decide(dead, row(0))).toMatchObject({ status: 'unknown', reason: 'tolerance' });
  });

  it('proves nothing of what is not finite', async () => {
    expect(await decide(at(1e308, -1e308), row(-1))).toMatchObject({
      status: 'unknown',
      reason: 'not-finite',
    });
  });
});
