import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodePlainNetwork } from '@ibp/exact';
import { plainChain, plainTensor } from '@ibp/testing';
import { type Certified, cleanStage, rigorousStage } from '@ibp/verify';
import { caseAt, caseId } from '../campaign/cases';
import { encodeInputs } from '../campaign/inputs';
import type { LoadedCampaign } from '../campaign/load';
import { putFile } from '../store/content';
import { folderStore } from '../store/folder';
import type { Store } from '../store/store';
import { software, tinyCampaign } from '../testing/campaign';
import { solveTiny as solveAnew } from '../testing/solve';
import { readResult, resultBytes } from '../work/result';
import { solveBy } from '../work/solve-by';
import { type Solve, workOn } from '../work/work';
import { collect } from './collect';

const count = 24;
const all = [...Array(count).keys()];

/** What was settled once is not computed again for the next test: all ask about the same examples. */
const settled = new Map<number, Certified>();
const solveTiny: Solve = async function* (request) {
  const places = request.places.filter((place) => !settled.has(place));
  if (places.length > 0) {
    for await (const found of solveAnew({ ...request, places })) settled.set(found.index, found);
    await solveAnew.close();
  }
  for (const place of request.places) yield settled.get(place)!;
};

const solveRigorously = solveBy(() => [cleanStage(), rigorousStage('crown')]);

let folder: string;
let store: Store;
let loaded: LoadedCampaign;
/** What one machine finds. */
let truth: Map<number, string>;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ibp-collect-'));
  store = folderStore(folder);
  loaded = await tinyCampaign(store, { count });
});
afterEach(() => rm(folder, { recursive: true }));

async function work(worker: string, numbers: readonly number[], solve: Solve = solveTiny): Promise<void> {
  for await (const _ of workOn(store, loaded, numbers, { solve, quick: false, worker, software })) {
    // each is kept as it comes
  }
}
const collected = () => collect(store, loaded, { solve: solveTiny });
const statuses = (results: Awaited<ReturnType<typeof collected>>['results']) =>
  new Map(
    [...results]
      .sort(([a], [b]) => a - b)
      .map(([number, { certified }]) => [number, certified.verdict.status]),
  );
const named = (suspects: Awaited<ReturnType<typeof collected>>['suspects']) => [
  ...new Set(suspects.map(({ worker }) => worker)),
];

async function one(): Promise<Map<number, string>> {
  const found = new Map<number, string>();
  const request = {
    ...{
      networkHash: loaded.campaign.networks[0]!,
      network: await loaded.network(loaded.campaign.networks[0]!),
    },
    ...{ inputs: loaded.inputs, places: all, epsilon: 0.05, method: loaded.campaign.method, quick: false },
  };
  for await (const { index, verdict } of solveTiny(request)) found.set(index, verdict.status);
  return new Map([...found].sort(([a], [b]) => a - b));
}

it('gives what one machine finds, each case once, and all of it confirmed', async () => {
  truth = await one();
  expect(new Set(truth.values())).toEqual(new Set(['verified', 'falsified']));
  await work('a', all.slice(0, 15));
  await work('b', all.slice(10));
  const { results, missing, suspects } = await collected();
  expect(statuses(results)).toEqual(truth);
  expect([missing, suspects]).toEqual([[], []]);
  expect([...results.values()].every(({ check }) => check.status === 'confirmed')).toBe(true);
  // the second of two finds what the first has paid for
  expect(all.map((number) => results.get(number)!.worker)).toEqual(all.map((n) => (n < 15 ? 'a' : 'b')));
});

/** What a liar gives for the examples that it is asked about. */
type Lie = (honest: Certified, others: readonly Certified[]) => Certified;

const lying = (lie: Lie): Solve =>
  async function* (request) {
    const honest: Certified[] = [];
    for await (const found of solveTiny(request)) honest.push(found);
    for (const [i, found] of honest.entries())
      yield lie(
        found,
        honest.filter((_, j) => j !== i),
      );
  };

/** Cases that one machine finds to be neither here nor there are few: the lies are about many of each. */
const lies: readonly [string, Lie][] = [
  [
    'that all is verified, by intervals',
    (found) => ({
      ...found,
      ...{ open: [], proofs: { 0: { stage: 'ibp', bound: -1 } }, evidence: [] },
      verdict: { status: 'verified', method: 'ibp' },
    }),
  ],
  [
    'that all is verified, by what leaves no proof',
    (found) => ({
      ...found,
      ...{ open: [], proofs: { 0: { stage: 'mip' } }, evidence: [] },
      verdict: { status: 'verified', method: 'mip' },
    }),
  ],
  [
    'genuine proofs and witnesses, of other cases',
    ({ index }, others) => ({
      ...others.filter(({ verdict: { status } }) => status !== 'unknown')[index % 7]!,
      index,
    }),
  ],
  [
    'that nothing is known',
    (found) => ({
      ...found,
      ...{ proofs: {}, open: [0], evidence: [] },
      verdict: { status: 'unknown', reason: 'time-out', detail: 'no time' },
    }),
  ],
];

it.each(lies)('finds a worker that says %s, and has its cases done again', async (_, lie) => {
  truth = await one();
  await work(
    'honest',
    all.filter((n) => n % 2 === 0),
  );
  await work(
    'liar',
    all.filter((n) => n % 2 === 1),
    lying(lie),
  );
  const first = await collected();
  expect(named(first.suspects)).toEqual(['liar']);
  // what is left of it has been shown, and so is true
  for (const [number, status] of statuses(first.results)) expect(status).toBe(truth.get(number));
  expect(first.missing.length).toBeGreaterThan(0);
  expect(first.missing.every((n) => n % 2 === 1)).toBe(true);
  expect(first.thrown).toEqual(first.missing);
  await work('honest', first.missing);
  const again = await collected();
  expect([again.suspects, again.missing]).toEqual([[], []]);
  expect(statuses(again.results)).toEqual(truth);
});

it('finds results that are sent again for other cases, and of other versions', async () => {
  await work('honest', all);
  const idOf = (number: number) => caseId(loaded.campaign, loaded.inputs, caseAt(loaded.campaign, number));
  const old = (await store.read('results', idOf(3)))!;
  const result = { ...readResult(old), worker: 'repeater' };
  await store.write('results', idOf(5), resultBytes(result));
  await store.write('results', idOf(6), resultBytes({ ...result, id: idOf(6) }));
  await store.write(
    'results',
    idOf(7),
    resultBytes({ ...result, id: idOf(7), worker: 'old', software: '1.0.0' }),
  );
  await store.write('results', idOf(8), new TextEncoder().encode('{"format":"ibp-case-re'));
  const { suspects, missing } = await collected();
  expect(suspects).toEqual([
    { worker: 'repeater', number: 5, why: `the result of another case, ${idOf(3)}` },
    { worker: 'repeater', number: 6, why: 'expected the result of example 6, got one of 3' },
    { worker: 'old', number: 7, why: 'expected version 1.2.3, which the campaign is of, got 1.0.0' },
    { worker: 'not known', number: 8, why: 'no result: result: expected JSON, got something else' },
  ]);
  expect(missing).toEqual([5, 6, 7, 8]);
  await work('honest', missing);
  expect((await collected()).missing).toEqual([]);
});

it('marks what leaves no proof, where it comes out again', async () => {
  const byWord: Solve = lying((found) => ({ ...found, proofs: { 0: { stage: 'mip' } }, evidence: [] }));
  await work('honest', all, byWord);
  const { results, suspects } = await collect(store, loaded, { solve: byWord });
  expect(suspects).toEqual([]);
  const checks = [...results.values()].filter(({ certified }) => certified.verdict.status === 'verified');
  expect(new Set(checks.map(({ check }) => check.status))).toEqual(new Set(['not confirmable']));
});

it('a worker of another version does nothing', async () => {
  const working = workOn(store, loaded, [0], {
    solve: solveTiny,
    quick: false,
    worker: 'w',
    software: '9.9.9',
  });
  await expect(working.next()).rejects.toThrow(
    'worker: expected version 1.2.3, which the campaign is of, got 9.9.9',
  );
});

it('settles and confirms in the arithmetic that the campaign is of', async () => {
  // 1 + 4 times 2^-25 against 1 + 2^-24: which is greater depends on the order of the sum
  const thin = plainChain(
    [1],
    ['dense', { kernel: plainTensor([1, 5], [1, 2 ** -25, 2 ** -25, 2 ** -25, 2 ** -25]) }],
    ['relu', {}],
    [
      'dense',
      { kernel: plainTensor([5, 2], [1, 1, 1, 0, 1, 0, 1, 0, 1, 0]), bias: plainTensor([2], [0, 2 ** -24]) },
    ],
  );
  const inputs = { shape: [1], x: Float32Array.of(1, 0), labels: [0, 1], classes: 2, range: [0, 1] as const };
  const about = {
    ...{ count: 2, epsilons: [0], networks: [await putFile(store, await encodePlainNetwork(thin))] },
    inputs: await putFile(store, encodeInputs(inputs)),
  };
  const found: { [arithmetic: string]: string[] } = {};
  for (const arithmetic of ['real', 'any-order-float32'] as const) {
    const method = { ...loaded.campaign.method, mode: 'rigorous' as const, arithmetic };
    loaded = await tinyCampaign(store, { ...about, method });
    await work('a', [0, 1], solveRigorously);
    const { results } = await collect(store, loaded, { solve: solveRigorously });
    await solveRigorously.close();
    found[arithmetic] = [...results.values()].map(
      ({ certified, check }) => `${certified.verdict.status}, ${check.status}`,
    );
  }
  // of 0 nothing but the bias is left
  expect(found).toEqual({
    real: ['verified, confirmed', 'verified, confirmed'],
    'any-order-float32': ['unknown, no claim', 'verified, confirmed'],
  });
});
