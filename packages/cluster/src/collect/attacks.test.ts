import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { branchAndBoundStage, type Certified, cleanStage } from '@ibp/verify';
import type { LoadedCampaign } from '../campaign/load';
import { folderStore } from '../store/folder';
import { nameOf, type Store } from '../store/store';
import { software, tinyCampaign } from '../testing/campaign';
import { solveTiny } from '../testing/solve';
import { readResult, resultBytes } from '../work/result';
import { solveBy } from '../work/solve-by';
import { workOn } from '../work/work';
import { collect } from './collect';

const count = 24;
const all = [...Array(count).keys()];

const odd = all.filter((number) => number % 2 === 1);
const bySearch = solveBy(({ nodes }) => [
  cleanStage(),
  branchAndBoundStage({ maxNodes: nodes, intermediate: 'ibp', rigorous: true }),
]);

let folder: string;
let store: Store;
let loaded: LoadedCampaign;
/** What an honest worker brings; one case of each kind. */
let honest: Map<number, Uint8Array>;
let [holds, breaks, searched] = [0, 0, 0];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ibp-attacks-'));
  store = folderStore(join(folder, 'store'));
  loaded = await tinyCampaign(store, { count });
  const how = { quick: false, worker: 'honest', software };
  // the odd ones by a search, whose proofs are what it has cut
  for await (const _ of workOn(store, loaded, odd, { ...how, solve: bySearch }));
  for await (const _ of workOn(store, loaded, all, { ...how, solve: solveTiny }));
  await bySearch.close();
  await solveTiny.close();
  honest = new Map();
  for (const number of all) honest.set(number, (await store.read('results', loaded.idOf(number)))!);
  const first = (is: (certified: Certified) => boolean) =>
    all.find((number) => is(readResult(honest.get(number)!).certified))!;
  holds = first(({ verdict }) => verdict.status === 'verified' && verdict.method === 'ibp');
  breaks = first(({ verdict }) => verdict.status === 'falsified');
  searched = first(({ verdict, evidence }) => verdict.status === 'verified' && evidence.length > 0);
});
afterAll(() => rm(folder, { recursive: true }));
afterEach(async () => {
  for (const [number, bytes] of honest) {
    await store.remove('results', loaded.idOf(number));
    await store.write('results', loaded.idOf(number), bytes);
  }
});

const pathOf = (number: number) => join(folder, 'store', nameOf('results', loaded.idOf(number)));
/** What collecting makes of one case that was tampered with; all others stand. */
async function after(number: number): Promise<{ worker: string; why: string }> {
  const { results, missing, suspects } = await collect(store, loaded, { solve: solveTiny });
  await solveTiny.close();
  expect([missing, results.size]).toEqual([[number], count - 1]);
  expect(suspects.map((one) => one.number)).toEqual([number]);
  expect(await store.has('results', loaded.idOf(number))).toBe(false);
  return suspects[0]!;
}
const claim = (number: number, changed: (certified: Certified) => object, more: object = {}) => {
  const result = readResult(honest.get(number)!);
  const certified = { ...result.certified, ...changed(result.certified) } as Certified;
  const bytes = resultBytes({ ...result, worker: 'liar', ...more, certified });
  return store.write('results', loaded.idOf(number), bytes);
};

it('has cases of each kind', () => {
  expect([holds, breaks, searched].every((number) => number !== undefined)).toBe(true);
  expect(new Set([holds, breaks, searched]).size).toBe(3);
});

describe('in place of the file of a result', () => {
  it('a link to another file is not followed, nor is what that holds said or removed', async () => {
    const secret = join(folder, 'secret');
    await writeFile(secret, 'very secret');
    await rm(pathOf(3));
    await symlink(secret, pathOf(3));
    const { worker, why } = await after(3);
    expect([worker, why]).toEqual([
      'not known',
      expect.stringMatching(/^no result: store: expected a file at .*, got a link$/),
    ]);
    expect(await readFile(secret, 'utf8')).toBe('very secret');
  });

  it('a pipe is not waited for', async () => {
    await rm(pathOf(3));
    execFileSync('mkfifo', [pathOf(3)]);
    expect((await after(3)).why).toMatch(/expected a file at .*, got something else$/);
  });

  it('a folder is removed', async () => {
    await rm(pathOf(3));
    await mkdir(join(pathOf(3), 'more'), { recursive: true });
    expect((await after(3)).why).toMatch(/^no result: /);
  });

  it('what would fill the memory is not read', async () => {
    await truncate(pathOf(3), 2 ** 40);
    expect((await after(3)).why).toMatch(/expected at most 268435456 bytes at .*, got 1099511627776$/);
  });
});

it.each<[string, string]>([
  ['nothing', ''],
  ['no JSON', 'very secret'],
  ['a deep list', '['.repeat(200_000)],
  ['a value', 'null'],
  ['another format', '{"format":"ibp-campaign","version":1}'],
  ['another version', '{"format":"ibp-case-result","version":2}'],
  ['no UTF-8', '\udc80'],
])('a result that is %s is none', async (_, text) => {
  await store.write(
    'results',
    loaded.idOf(3),
    text === '\udc80' ? new Uint8Array([0xff, 0xfe]) : new TextEncoder().encode(text),
  );
  const { worker, why } = await after(3);
  expect(worker).toBe('not known');
  expect(why).toMatch(/^no result: result: /);
  expect(why).not.toContain('secret');
});

it('a field more is refused, and changes nothing of any object', async () => {
  const text = new TextDecoder().decode(honest.get(3)!);
  const changed = text.replace('{', '{"__proto__":{"verified":true},"code":"process.exit()",');
  await store.write('results', loaded.idOf(3), new TextEncoder().encode(changed));
  expect((await after(3)).why).toMatch(/^no result: result: .*Invalid key/);
  expect(({} as { verified?: boolean }).verified).toBeUndefined();
});

it('the name of a worker moves no cursor, and is no page', async () => {
  await claim(breaks, () => ({ verdict: { status: 'verified', method: 'ibp' }, proofs: {}, open: [] }), {
    worker: `\u001b[2J\u001b[H${'x'.repeat(150)}\n\u202e`,
  });
  const { worker } = await after(breaks);
  expect(worker).toBe(`?[2J?[H${'x'.repeat(150)}??`);
});

it.each([Number.NaN, Number.NEGATIVE_INFINITY])('a bound of %p is none', async (bound) => {
  await claim(breaks, () => ({ verdict: verified, open: [], proofs: { 0: { stage: 'ibp', bound } } }));
  expect((await after(breaks)).why).toMatch(
    /^no result: result: certified.proofs.0.bound: Invalid|expected JSON/,
  );
});

const verified = { status: 'verified', method: 'ibp' };
it.each<[string, () => number, (certified: Certified) => object]>([
  ['without a proof', () => breaks, () => ({ verdict: verified, open: [], proofs: {}, evidence: [] })],
  [
    'by a row that nobody asked about',
    () => breaks,
    () => ({ verdict: verified, open: [], proofs: { 99: { stage: 'ibp', bound: -1 } } }),
  ],
  [
    'by the search of another case',
    () => breaks,
    () => {
      const { proofs, evidence } = readResult(honest.get(searched)!).certified;
      return { verdict: { status: 'verified', method: 'branch-and-bound' }, open: [], proofs, evidence };
    },
  ],
])('"verified" of what is broken, %s, is thrown away', async (_, which, changed) => {
  await claim(which(), changed);
  const { worker, why } = await after(which());
  expect(worker).toBe('liar');
  expect(why).toMatch(/^verified/);
});

it.each<[string, (x: Float32Array) => object]>([
  ['that is the image itself', () => ({ x: Float32Array.of(...imageAt(holds)) })],
  ['out of reach', () => ({ x: Float32Array.of(0, 0) })],
  ['out of the range', () => ({ x: Float32Array.of(2, -2) })],
  ['of another length', () => ({ x: new Float32Array(3) })],
  ['of no length', () => ({ x: new Float32Array() })],
  ['that is no number', () => ({ x: Float32Array.of(Number.NaN, Number.NaN) })],
  ['of a row that there is not', (x) => ({ x, row: 99 })],
])('"falsified" of what holds, by a witness %s, is thrown away', async (_, made) => {
  const { verdict } = readResult(honest.get(breaks)!).certified;
  const witness = (verdict as { witness: { x: Float32Array } }).witness;
  await claim(holds, () => ({
    verdict: { ...verdict, witness: { ...witness, ...made(witness.x) } },
    ...{ proofs: {}, open: [0], evidence: [] },
  }));
  const { worker, why } = await after(holds);
  expect(worker).toBe('liar');
  expect(why).toMatch(/^falsified/);
});
const imageAt = (number: number) => loaded.inputs.x.subarray(2 * number, 2 * number + 2);

it('a doctored search is confirmed by itself or thrown away: what counts is true', async () => {
  const text = new TextDecoder().decode(honest.get(searched)!);
  const start = text.indexOf('"evidence"');
  const end = text.indexOf('"seconds"', start);
  expect(end - start).toBeGreaterThan(100);
  let thrown = 0;
  for (let at = start; at < end; at += Math.ceil((end - start) / 12)) {
    const changed = `${text.slice(0, at)}${text[at] === '7' ? '3' : '7'}${text.slice(at + 1)}`;
    await store.write('results', loaded.idOf(searched), new TextEncoder().encode(changed));
    const { results, suspects } = await collect(store, loaded, { solve: solveTiny, recheck: 0 });
    await solveTiny.close();
    const left = results.get(searched);
    if (!left) thrown += suspects.length;
    else if (left.check.status === 'confirmed') expect(left.certified.verdict.status).toBe('verified');
    else expect(left.check.status).toBe('not confirmable');
  }
  expect(thrown).toBeGreaterThan(0);
});
