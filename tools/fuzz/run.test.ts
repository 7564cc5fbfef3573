import { ops } from '@ibp/bounds';
import { drawCase } from './draw-case';
import { families } from './families/table';
import { rigorousMethods } from './methods/exact';
import type { Method } from './methods/method';
import { netToJson } from './net';
import { run } from './run';
import { smallest } from './smallest';
import { contradictions } from './tally';

const workshop = {
  engine: () => Promise.reject(new Error('none here')),
  solver: { name: 'none', solve: () => Promise.reject(new Error('none here')), close: async () => undefined },
};

/** Right, but for nets with a relu that may be on or off, which it takes for dead. */
const forgetful: Method = {
  name: 'forgetful',
  share: 1,
  claims: async ({ boxes, rows, plain }) =>
    plain.nodes.some(({ op }) => op === 'relu')
      ? boxes.flatMap((box, i) => rows[i]!.map((row) => ({ box, row, bound: -1e30, proved: true })))
      : [],
};

const options = {
  ...{ seed: 5, backends: ['wasm'], families: Object.keys(families), workshop, log: () => undefined },
};

it('draws the same net for the same seed and number', () => {
  const drawn = (seed: number, index: number) => JSON.stringify(netToJson(drawCase(seed, index).net));
  expect(drawn(3, 8)).toBe(drawn(3, 8));
  expect(drawn(3, 8)).not.toBe(drawn(3, 9));
  expect(drawn(3, 8)).not.toBe(drawn(4, 8));
});

it('draws every op there is, and what is lowered to one', () => {
  const seen = new Set<string>();
  for (let index = 0; index < 700; index++) for (const { op } of drawCase(1, index).net.nodes) seen.add(op);
  for (const op of [...Object.keys(ops), 'batchNorm', 'conv1d', 'rescale']) expect([...seen]).toContain(op);
});

it('finds nothing against bounds that pay for every rounding', async () => {
  const tally = await run({ ...options, methods: rigorousMethods, milliseconds: 3000 });
  const lines = [...tally.lines.values()];
  expect(contradictions(tally)).toBe(0);
  expect(tally.errors.size).toBe(0);
  expect(lines.map(({ proved }) => proved > 0)).toEqual([true, true, true]);
});

it('finds what a method gets wrong, and makes it small', async () => {
  const tally = await run({ ...options, families: ['few-relus'], methods: [forgetful], milliseconds: 300 });
  expect(contradictions(tally)).toBeGreaterThan(0);
  const [found] = await smallest(tally, {
    ...{ seed: options.seed, count: 1, methods: [forgetful], backend: 'wasm', workshop },
  });
  expect(found).toMatchObject({ method: 'forgetful', family: 'few-relus', kind: 'false-proof' });
  const { net } = found as { net: { op: string }[] };
  expect(net.map(({ op }) => op)).toEqual(['input', 'relu']);
});
