import { disposeNetwork, type Network } from '@ibp/layers';
import { certify } from './certify';
import { type Journal, memoryJournal } from './journal';
import { planeNetwork, points, results, stageOf } from './testing';

/** What a stage of many examples leaves of each: the bound of its row; the fourth has none. */
const bounds = [5, 1, 3, undefined, 2, 4];
const bounding = stageOf(
  'bounding',
  ({ index }) => (bounds[index] === undefined ? {} : { bounds: { 0: bounds[index] } }),
  100,
);
const all = () => points(...bounds.map(() => [0.5, 0.4] as const));

describe('patience', () => {
  let net: Network;
  let asked: number[];
  beforeEach(() => {
    net = planeNetwork();
    asked = [];
  });
  afterEach(() => disposeNetwork(net));

  /** A stage that proves the examples it is told to, and notes which it was asked about. */
  const proving = (...proved: readonly number[]) =>
    stageOf('proving', ({ index }) => {
      asked.push(index);
      return proved.includes(index) ? { proved: [0] } : {};
    });
  const run = (proved: readonly number[], options: { patience?: number; journal?: Journal } = {}) =>
    results(net, all(), { epsilon: 0.1, stages: [bounding, proving(...proved)], ...options });

  it('takes the examples in their order, all of them, unless given', async () => {
    await run([]);
    expect(asked).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('takes those first that are nearest to a proof, and ends when so many in a row stayed open', async () => {
    const found = await run([1], { patience: 2 });
    expect(asked).toEqual([1, 4, 2]);
    expect(found.map(({ verdict }) => verdict.status)).toEqual([
      'unknown',
      'verified',
      ...['unknown', 'unknown', 'unknown', 'unknown'],
    ]);
    const detail = expect.stringMatching(/certify: not tried: .* 2 in a row stayed open/);
    for (const index of [0, 3, 5])
      expect(found[index]!.verdict).toMatchObject({ reason: 'time-out', detail });
    expect(found[4]!.verdict).toMatchObject({ reason: 'undecided' });
  });

  it('starts to count again where one is settled', async () => {
    await run([2], { patience: 3 });
    expect(asked).toEqual([1, 4, 2, 5, 0, 3]);
  });

  it('leaves what it did not try to a run that goes on', async () => {
    const journal = memoryJournal();
    await run([], { patience: 2, journal });
    expect(asked).toEqual([1, 4]);
    asked = [];
    const found = await run([0, 5], { journal });
    expect(asked).toEqual([0, 2, 3, 5]);
    expect(found.filter(({ verdict }) => verdict.status === 'verified').map(({ index }) => index)).toEqual([
      0, 5,
    ]);
  });

  it('goes on with the patience that a run which was ended had left', async () => {
    const journal = memoryJournal();
    const running = certify(net, [all()], {
      ...{ epsilon: 0.1, patience: 3, journal },
      stages: [bounding, proving(1)],
    });
    for await (const { index } of running) if (index === 4) break;
    expect(asked).toEqual([1, 4]);
    await run([1], { patience: 3, journal });
    expect(asked).toEqual([1, 4, 2, 5]);
    // at its end, none is left
    await run([1], { patience: 3, journal });
    expect(asked).toEqual([1, 4, 2, 5]);
    await run([1], { patience: 4, journal });
    expect(asked).toEqual([1, 4, 2, 5, 0]);
  });

  it('has all of it again for examples that the run before did not have', async () => {
    const journal = memoryJournal();
    const first = points([0.5, 0.4], [0.5, 0.4]); // bounds 5 and 1
    await results(net, first, { epsilon: 0.1, stages: [bounding, proving()], patience: 2, journal });
    expect(asked).toEqual([1, 0]);
    asked = [];
    await run([4, 2], { patience: 2, journal });
    expect(asked).toEqual([4, 2, 5, 3]);
  });

  it('has all of it again for examples that are open again', async () => {
    const journal = memoryJournal();
    await run([], { patience: 2, journal });
    expect(asked).toEqual([1, 4]);
    const reopening: Journal = {
      ...journal,
      load: async () =>
        (await journal.load()).map(({ verdict, ...state }) =>
          state.index === 1 || !verdict ? state : { ...state, verdict },
        ),
    };
    asked = [];
    await run([1, 2], { patience: 1, journal: reopening });
    expect(asked).toEqual([1, 2, 5]);
  });

  it.each([0, 1.5, Number.NaN])('refuses %p', async (patience) => {
    const message = `expected a whole number above 0 as patience, got ${patience}`;
    await expect(run([], { patience })).rejects.toThrow(message);
  });
});
