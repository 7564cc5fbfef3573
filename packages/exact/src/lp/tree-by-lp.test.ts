import { plainDense, randomBox } from '@ibp/testing';
import { confirmedTree } from '../certificate/confirm-tree';
import { confirmedProofs } from '../certificate/confirmed-proofs';
import { region } from '../certificate/region';
import { verifyByMip } from '../mip/verify-by-mip';
import type { PlainSpec } from '../rigorous/spec';
import { highsWasm } from '../solver/highs-wasm';
import { treeByLp } from './tree-by-lp';

const solver = highsWasm({ threads: 1 });
afterAll(() => solver.close());
const row = (c: number[], d: number): PlainSpec => ({ c: Float64Array.from(c), d: Float64Array.of(d) });
const whole = {
  kind: 'tree' as const,
  conjunctions: [0],
  intermediate: 'ibp' as const,
  leaves: [{ splits: [] }],
};

/** The greatest value of `z_1 - z_0` over a box, by a solver. */
async function greatest(network: ReturnType<typeof plainDense>, box: ReturnType<typeof randomBox>) {
  let [low, high] = [-50, 50];
  for (let k = 0; k < 15; k++) {
    const middle = (low + high) / 2;
    const spec = row([-1, 1, 0], -middle);
    const { status } = await verifyByMip(network, box, spec, { solver, timeLimit: 30 });
    if (status === 'verified') high = middle;
    else low = middle;
  }
  return high;
}

it('proves what is left by a little in far fewer parts than chosen slopes, and the checker confirms it', async () => {
  const network = plainDense([4, 12, 12, 3], 25);
  const box = randomBox(network, 3, 0.5, true);
  const spec = row([-1, 1, 0], -0.01 - (await greatest(network, box)));
  const at = region(network, box, [spec]);
  const alone = await confirmedTree(network, whole, at, { leaves: 2000 });
  const { proof, leaves } = await treeByLp(at, 0, { solver });
  expect(proof!.bounds![0]).toBeLessThan(0);
  expect(leaves.proof).toBeLessThan((alone.proof ? alone.leaves.proof : 2000) / 4);
  expect(confirmedProofs([proof!], network, at)).toHaveLength(1);
  // but not of what does not hold
  const wrong = region(network, box, [{ ...spec, d: spec.d.map((d) => d + 0.02) }]);
  expect(confirmedProofs([proof!], network, wrong)).toHaveLength(0);
  const none = await treeByLp(wrong, 0, { solver, leaves: 500 });
  expect(none).toMatchObject({ reason: expect.any(String) });
  expect(none.proof).toBeUndefined();
});

it('takes conjunctions of several rows, activations other than relus, and parts to begin with', async () => {
  for (const [seed, activation, params] of [
    [25, 'abs', {}],
    [6, 'leakyRelu', { alpha: 0.2 }],
  ] as const) {
    const network = plainDense([4, 12, 12, 3], seed, activation, params);
    const box = randomBox(network, 3, 0.3, true);
    const most = await greatest(network, box);
    expect(most).toBeLessThan(50);
    // the second row holds nowhere near as well
    const rows = { c: Float64Array.of(-1, 1, 0, 1, -1, 0), d: Float64Array.of(-0.01 - most, 50) };
    const at = region(network, box, [rows]);
    const parts = (['active', 'inactive'] as const).map((side) => [{ node: 1, unit: 0, side }]);
    const { proof } = await treeByLp(at, 0, { solver, intermediate: 'crown', parts });
    expect(proof).toMatchObject({ kind: 'tree', intermediate: 'crown' });
    expect(confirmedProofs([proof!], network, at)).toHaveLength(1);
  }
});

it('ends when there is no time, or it is told to', async () => {
  const network = plainDense([4, 12, 12, 3], 25);
  const at = region(network, randomBox(network, 3, 0.5, true), [row([-1, 1, 0], 0)]);
  expect(await treeByLp(at, 0, { solver, budget: 1e-9 })).toMatchObject({ reason: 'out of time' });
  expect(await treeByLp(at, 0, { solver, signal: AbortSignal.abort() })).toMatchObject({ reason: 'aborted' });
});
