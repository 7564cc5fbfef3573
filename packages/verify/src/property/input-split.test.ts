import type { Start } from './attack/starts';
import { splitInputs } from './input-split';
import { limitsOf } from './limits';
import type { BoxPart } from './lines';

const rows = {
  spec: { c: Float64Array.of(1), d: Float64Array.of(0) },
  conjunctions: [{ index: 0, start: 0, end: 1 }],
};
const square = { lower: Float64Array.of(0, 0), upper: Float64Array.of(1, 1) };
/** Nothing is ever refuted: `x0 - x1 + 1` is at most 2 on the whole box. */
const line = () => ({
  coefficients: Float64Array.of(1, -1),
  constants: Float64Array.of(1),
  bounds: Float64Array.of(2),
});

it('looks at the clock within a batch', async () => {
  let seconds = 0;
  const bound = (parts: readonly BoxPart[]) => {
    seconds += 1;
    return parts.map(line);
  };
  const outcome = await splitInputs(square, rows, {
    bounder: { together: 2, bound },
    limits: limitsOf({ budget: 20, now: () => 1000 * seconds }),
    batch: 1024,
    seed: 0,
    attack: () => undefined,
  });
  expect(outcome).toMatchObject({ status: 'unknown', reason: 'time' });
  expect(seconds).toBe(20); // of 1, 2, 4, 8, 16 and 32 parts, two at once
});

it('attacks parts from their center, and from the corner at which the bound is greatest', async () => {
  const seen: Start[] = [];
  await splitInputs(square, rows, {
    bounder: { together: 1, bound: (parts) => parts.map(line) },
    limits: limitsOf({ maxNodes: 1 }),
    batch: 1,
    seed: 0,
    attack: (_, starts) => {
      seen.push(...starts);
      return undefined;
    },
  });
  expect(seen.map(({ point }) => [...Array.from(point)])).toEqual([
    [0.5, 0.5],
    [1, 0],
  ]);
});

it('forgets what is known of hidden units of parts that wait long', async () => {
  let made = 0;
  const given: boolean[] = [];
  const bound = (parts: readonly BoxPart[]) =>
    parts.map(({ inner }) => {
      given.push(inner !== undefined);
      made += 1;
      // rounds of 1, 2, ... and 512 parts are cut, then 1024 are refuted
      return { ...line(), inner: {}, bounds: Float64Array.of(made < 1024 ? 2 : -1) };
    });
  const outcome = await splitInputs(square, rows, {
    bounder: { together: 1, bound },
    limits: limitsOf({}),
    batch: 1024,
    seed: 0,
    attack: () => undefined,
  });
  expect(outcome.status).toBe('verified');
  expect(given).toHaveLength(2047);
  // nothing is known of the whole, and of those that waited all but the last 512 were forgotten
  expect(given.filter((known) => !known)).toHaveLength(1 + 512);
});
