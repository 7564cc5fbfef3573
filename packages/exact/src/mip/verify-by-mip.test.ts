import type { PlainNetwork } from '@ibp/core';
import { exactMaximum, randomBox, randomNetwork } from '@ibp/testing';
import { enclose } from '../rigorous/enclose';
import type { Enclosure } from '../rigorous/enclosure';
import { highsWasm } from '../solver/highs-wasm';
import { rowValue } from './row-verdict';
import { verifyByMip } from './verify-by-mip';

const solver = highsWasm({ threads: 2 });
afterAll(() => solver.close());
const options = { solver, timeLimit: 30 };
const c = Float64Array.of(1, -1, 0.5);

/** The row whose greatest value over the box is `most`, give or take rounding. */
function rowOfMost(network: PlainNetwork, box: Enclosure, most: number) {
  const d = most - exactMaximum(network, box, { c, d: Float64Array.of(0) });
  return { c, d: Float64Array.of(d) };
}

it('decides 200 random problems as cutting the box into its linear pieces does', async () => {
  const verdictOf = async (k: number) => {
    const network = randomNetwork(k);
    const box = randomBox(network, k + 1000);
    const most = [-0.02, 0.02, -5e-5, 0][k % 4]!;
    const spec = rowOfMost(network, box, most);
    const { status, reason, witness, size } = await verifyByMip(network, box, spec, options);
    if (witness) {
      expect(rowValue(network, spec, Float64Array.from(witness))).toBeGreaterThan(0);
      for (const [i, x] of witness.entries()) {
        expect(x).toBeGreaterThanOrEqual(Math.fround(box.lower[i]!));
        expect(x).toBeLessThanOrEqual(Math.fround(box.upper[i]!));
      }
    }
    return { most, status, reason, solved: size !== undefined };
  };
  const verdicts = await Promise.all(Array.from({ length: 200 }, (_, k) => verdictOf(k)));
  for (const { most, status, reason, solved } of verdicts) {
    if (most === -0.02) expect(status).toBe('verified');
    else if (most === 0.02) expect(status).toBe('falsified');
    // less than delta from 0, where the word of a solver is not enough
    else if (most === -5e-5 && solved) expect([status, reason]).toEqual(['unknown', 'tolerance']);
    else if (most === 0) expect(status).not.toBe('verified');
  }
  expect(verdicts.filter(({ solved }) => solved).length).toBeGreaterThan(100);
});

describe('verifyByMip', () => {
  // dense, ReLU, ...
  const network = [1, 5, 9, 13, 17, 21].map(randomNetwork).find(({ nodes }) => nodes[2]!.op === 'relu')!;
  const box = randomBox(network, 1, 1.5);
  const attackable = rowOfMost(network, box, 0.02);
  const safe = rowOfMost(network, box, -0.02);
  const { boxes } = enclose(network, box);

  it('asks the network as it runs before it calls a row broken', async () => {
    const asked: number[] = [];
    const confirm = (answer: number) => async (x: Float32Array) => {
      asked.push(x.length);
      return answer;
    };
    const told = await verifyByMip(network, box, attackable, { ...options, confirm: confirm(0) });
    expect([told.status, told.reason]).toEqual(['unknown', 'tolerance']);
    expect(told.point).toBeDefined();
    expect((await verifyByMip(network, box, attackable, { ...options, confirm: confirm(1e-9) })).status).toBe(
      'falsified',
    );
    expect(asked.length).toBeGreaterThanOrEqual(2);
    expect(new Set(asked)).toEqual(new Set([3]));
  });

  it('takes bounds of nodes, a start, heuristics; tells the size and the time', async () => {
    const start = Float32Array.from(box.lower);
    const { status, size, seconds, cpuSeconds } = await verifyByMip(network, box, safe, {
      ...options,
      bounds: boxes,
      start,
      heuristics: true,
    });
    expect(status).toBe('verified');
    expect(size!.unstable).toBeGreaterThan(0);
    expect(size!.terms).toBeGreaterThan(size!.rows);
    expect(Math.min(seconds, cpuSeconds)).toBeGreaterThan(0);
  });

  it('proves nothing with bounds that leave out a point of the box', async () => {
    const wrong = boxes.map(({ lower, upper }, i) =>
      i === 1 ? { lower: lower.map((v) => v + 50), upper: upper.map((v) => v + 50) } : { lower, upper },
    );
    const told = await verifyByMip(network, box, safe, { ...options, bounds: wrong });
    expect([told.status, told.reason]).toEqual(['unknown', 'failure']);
    const narrow = boxes.map(({ lower, upper }, i) =>
      i === 1 ? { lower, upper: lower.map((v) => v + 1e-3) } : { lower, upper },
    );
    expect((await verifyByMip(network, box, safe, { ...options, bounds: narrow })).reason).toBe('failure');
  });

  it('proves nothing where something is NaN, infinite or overflows, or the box is empty', async () => {
    const changed = (value: number): PlainNetwork => {
      const copy = structuredClone(network) as PlainNetwork;
      (copy.nodes[1]!.params as { kernel: { data: Float32Array } }).kernel.data[0] = value;
      return copy;
    };
    for (const value of [Number.NaN, Infinity, 1e38]) {
      const told = await verifyByMip(changed(value), box, safe, options);
      expect([told.status, told.reason]).toEqual(['unknown', 'not-finite']);
    }
    for (const d of [Number.NaN, -Infinity, Infinity]) {
      const row = { c, d: Float64Array.of(d) };
      await expect(verifyByMip(network, box, row, options)).rejects.toThrow(`finite constants, got ${d}`);
    }
    const odd = { c: Float64Array.of(Number.NaN, 0, 0), d: Float64Array.of(-9) };
    await expect(verifyByMip(network, box, odd, options)).rejects.toThrow('finite coefficients, got NaN');
    const empty = { lower: box.upper, upper: box.lower };
    expect((await verifyByMip(network, empty, safe, options)).reason).toBe('not-finite');
    const open = { lower: box.lower.map(() => -Infinity), upper: box.upper };
    expect((await verifyByMip(network, open, safe, options)).reason).toBe('not-finite');
  });

  it('says when time is out, when the solver fails and when the problem is too large', async () => {
    const late = await verifyByMip(network, box, safe, { ...options, timeLimit: 1e-9 });
    expect([late.status, late.reason]).toEqual(['unknown', 'time-out']);
    const dying = highsWasm({ heap: 1 });
    const failed = await verifyByMip(network, box, safe, { ...options, solver: dying });
    expect([failed.status, failed.reason]).toEqual(['unknown', 'failure']);
    await dying.close();
    expect((await verifyByMip(network, box, safe, { ...options, maxTerms: 10 })).reason).toBe('undecided');
  });

  it('refuses no time, other ops, and rows or boxes of another size', async () => {
    await expect(verifyByMip(network, box, safe, { ...options, timeLimit: 0 })).rejects.toThrow(
      'expected a time limit of more than 0 s, got 0',
    );
    const nodes = [
      ...network.nodes,
      { op: 'tanh', name: 'last', inputs: [network.nodes.length - 1], shape: [3], params: {} },
    ] as PlainNetwork['nodes'];
    await expect(verifyByMip({ nodes }, box, safe, options)).rejects.toThrow(
      'relu6, hardSigmoid; got "tanh" (node "last")',
    );
    await expect(verifyByMip(network, box, { c: Float64Array.of(1), d: safe.d }, options)).rejects.toThrow(
      'expected c of 1 x 3 coefficients for d of 1 row, got 1',
    );
    await expect(
      verifyByMip(network, { lower: c.slice(1), upper: c.slice(1) }, safe, options),
    ).rejects.toThrow('expected a box of 3 units');
  });
});
