import { exactMaximum, randomBox, randomNetwork, stream } from '@ibp/testing';
import { rowValue } from '../mip/row-verdict';
import { verifyByMip } from '../mip/verify-by-mip';
import { highsWasm } from '../solver/highs-wasm';
import { verifyByLp } from './verify-by-lp';

const solver = highsWasm({ threads: 2 });
afterAll(() => solver.close());
const options = { solver, timeLimit: 30 };
const c = Float64Array.of(1, -1, 0.5);

it('bounds the exact maximum, proves what is below 0 and breaks only what breaks', async () => {
  const seen = { verified: 0, falsified: 0, unknown: 0 };
  const one = async (k: number): Promise<void> => {
    const network = randomNetwork(k);
    const box = randomBox(network, k + 2000);
    const most = exactMaximum(network, box, { c, d: Float64Array.of(0) });
    const goal = [-0.3, -0.01, 0, 0.02][(k >> 2) % 4]!;
    const spec = { c, d: Float64Array.of(goal - most) };
    const { status, bound, witness } = await verifyByLp(network, box, spec, options);
    seen[status]++;
    if (status !== 'falsified' || bound !== undefined) expect(bound! - goal).toBeGreaterThan(-1e-12);
    if (status === 'verified') expect(goal).toBeLessThan(0);
    if (witness) expect(rowValue(network, spec, Float64Array.from(witness))).toBeGreaterThan(0);
    if (goal > 0) expect(status).not.toBe('verified');
  };
  await Promise.all(Array.from({ length: 80 }, (_, k) => one(k)));
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(0);
});

it('is at least the optimum by MIP, which is at least every point, where all inputs vary', async () => {
  const one = async (k: number): Promise<void> => {
    const network = randomNetwork(k);
    const box = randomBox(network, k, 0.3, true);
    const next = stream(k);
    const points = Array.from({ length: 200 }, () =>
      box.lower.map((l, i) => l + (box.upper[i]! - l) * next()),
    );
    const best = Math.max(...points.map((x) => rowValue(network, { c, d: Float64Array.of(0) }, x)));
    // what is 0.02 above every point seen: LP must not be below what MIP finds
    const spec = { c, d: Float64Array.of(-best - 0.02) };
    const [lp, mip] = await Promise.all([
      verifyByLp(network, box, spec, options),
      verifyByMip(network, box, spec, options),
    ]);
    if (lp.status === 'verified') expect(mip.status).toBe('verified');
    if (mip.status === 'verified') expect(lp.status).not.toBe('falsified');
    if (mip.status === 'falsified') expect(lp.bound).toBeGreaterThan(0);
  };
  await Promise.all(Array.from({ length: 24 }, (_, k) => one(k)));
});

it('refuses no time', async () => {
  const network = randomNetwork(0);
  const row = { c, d: Float64Array.of(0) };
  await expect(verifyByLp(network, randomBox(network, 0), row, { ...options, timeLimit: 0 })).rejects.toThrow(
    'more than 0 s',
  );
});
