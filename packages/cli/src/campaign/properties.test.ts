import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  folderStore,
  type LoadedProperties,
  loadPropertyCampaign,
  type PropertyAnswer,
  putFile,
  type Settled,
  type Store,
  type VerifyProperties,
  workOnProperties,
} from '@ibp/cluster';
import { readInstances } from '../verify/instances';
import { property, writeFiles } from '../verify/testing';
import { verifyFiles } from '../verify/verify-files';
import { collectedProperties } from './collect-properties';
import { software } from './load-cluster';
import { propertyCampaign } from './submit-properties';
import { verifyProperties } from './verify-properties';

let folder: string;
let store: Store;
let loaded: LoadedProperties;
let log: jest.SpyInstance;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ibp-properties-'));
  await writeFiles(folder);
  // |x_0| + x_1 >= 1.9 on a small box: it is cut; at 1.5 or less beside it, a conjunction
  await writeFile(join(folder, 'narrow.vnnlib'), property('(assert (>= Y_0 2.01))'));
  const names = ['holds', 'broken', 'narrow'];
  const lines = names.map((name, i) => `net.onnx,${name}.vnnlib,300,${['unsat', 'sat', ''][i]}`);
  await writeFile(join(folder, 'instances.csv'), lines.join('\n'));
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(async () => {
  store = folderStore(await mkdtemp(join(folder, 'store-')));
  const about = { instances: join(folder, 'instances.csv'), name: 'three', nodes: 1000, budget: 300 };
  loaded = await loadPropertyCampaign(store, await propertyCampaign(store, about));
  log = jest.spyOn(console, 'log').mockReturnValue();
});
afterEach(() => log.mockRestore());

const all = [0, 1, 2];
async function work(
  verify = verifyProperties,
  numbers = all,
  { worker = 'w', quick = false } = {},
): Promise<Settled[]> {
  const found: Settled[] = [];
  const how = { verify, quick, worker, software: software() };
  for await (const settled of workOnProperties(store, loaded, numbers, how)) found.push(settled);
  return found;
}
const collected = (recheck = 3) =>
  collectedProperties(store, loaded, { redis: '', store: '', out: join(folder, 'out'), recheck });

it('comes to what ibp verify does, each case proved and once', async () => {
  expect(await work()).toEqual([
    { number: 0, status: 'verified' },
    { number: 1, status: 'falsified' },
    { number: 2, status: 'verified' },
  ]);
  const { found, reports, figures } = await collected();
  expect([found.missing, found.suspects]).toEqual([[], []]);
  expect([...found.results.values()].map(({ check }) => check.status)).toEqual(all.map(() => 'confirmed'));
  const { counts, results } = figures as { counts: object; results: { three: PropertyAnswer[] } };
  expect(counts).toMatchObject({ three: { instances: 3, sat: 1, unsat: 2, wrong: 0, confirmed: 2 } });
  for (const [number, task] of readInstances(join(folder, 'instances.csv'), { nodes: 1000 }).entries()) {
    const { verification } = await verifyFiles(task);
    const { answer, method, nodes } = verification;
    expect(results.three[number]).toMatchObject({ answer, method, nodes });
  }
  expect(log.mock.calls.join('\n')).toMatch(/│ three +│ 3 +│ 1 +│ 2 /);
  expect(await readFile(reports[1]!, 'utf8')).toMatch(/^sat\n\(\(X_0 /);
  // nothing is paid for twice, over campaigns too
  expect(await work()).toEqual(all.map((number) => ({ number, status: 'unknown', known: true })));
});

it('leaves what needs long to a job of its own, the longest first', async () => {
  const few: VerifyProperties = (request) =>
    verifyProperties({ ...request, method: { nodes: 1, seconds: 300 } });
  const slow: VerifyProperties = async () => ({
    verification: { answer: 'unknown', method: '', nodes: 2, seconds: 60 },
  });
  expect(await work(few, [2], { quick: true })).toMatchObject([{ number: 2, status: 'verified' }]);
  const [quicker] = await work(
    async () => ({ verification: { answer: 'unknown', method: '', nodes: 2, seconds: 1 } }),
    [0],
    { quick: true },
  );
  const [longer] = await work(slow, [1], { quick: true });
  expect([quicker!.status, longer!.status]).toEqual(['open', 'open']);
  expect(longer!.rows).toBeGreaterThan(quicker!.rows!);
  expect(await store.has('results', loaded.idOf(0))).toBe(false);
});

const saying =
  (verification: Partial<PropertyAnswer>): VerifyProperties =>
  async () => ({
    verification: { answer: 'unsat', method: 'input-split', nodes: 1, seconds: 1, ...verification },
  });
/** Of a file that holds, told of all. */
const copying: VerifyProperties = async ({ method }) =>
  verifyProperties({ contents: await loaded.contents(0), method });

it.each<[string, VerifyProperties, number[]]>([
  ['that all holds, without a proof', saying({}), [1]],
  ['that all holds, with the proof of another file', copying, [1]],
  ['that nothing holds, by no witness', saying({ answer: 'sat' }), all],
  [
    'that nothing holds, by one that is none',
    saying({ answer: 'sat', witness: { input: [0, 0], output: [9, 9], onnxruntime: true } }),
    all,
  ],
  ['that nothing is known', saying({ answer: 'unknown', method: '' }), all],
  ['that it had no time', saying({ answer: 'timeout', method: '' }), all],
])('a worker that says %s is found, and what is wrong counts for nothing', async (_, lie, wrong) => {
  await work(lie, all, { worker: 'liar' });
  const { found } = await collected();
  expect(new Set(found.suspects.map(({ worker }) => worker))).toEqual(new Set(['liar']));
  for (const number of wrong) expect(found.results.has(number)).toBe(false);
  for (const { check, number, verification } of found.results.values()) {
    expect([check.status, verification.answer]).toEqual(['confirmed', number === 1 ? 'sat' : 'unsat']);
  }
  await work(verifyProperties, [...found.missing], { worker: 'honest' });
  const again = await collected();
  expect([again.found.missing, again.found.suspects, again.found.results.size]).toEqual([[], [], 3]);
});

it('refuses a doctored proof, a foreign version, and files that are not what they were', async () => {
  await work(verifyProperties, [0], { worker: 'w' });
  const id = loaded.idOf(0);
  const text = new TextDecoder();
  const claim = JSON.parse(text.decode(await store.read('results', id)));
  const certificate = text.decode(await store.read('files', claim.certificate));
  const doctored = await putFile(store, certificate.replace(/"digest":"./, '"digest":"z'));
  const put = (value: object) => store.write('results', id, new TextEncoder().encode(JSON.stringify(value)));
  const why = async () => (await collected(0)).found.suspects.map(({ why }) => why);
  await put({ ...claim, certificate: doctored });
  expect(await why()).toEqual([expect.stringContaining('unsat, which the checker rejects: ')]);
  await put({ ...claim, certificate: 'a'.repeat(64) });
  expect(await why()).toEqual([expect.stringContaining('expected a certificate aaaa')]);
  await put({ ...claim, software: '9.9' });
  expect(await why()).toEqual([expect.stringContaining('which the campaign is of, got 9.9')]);
  await put({ ...claim, id: loaded.idOf(1) });
  expect(await why()).toEqual([`the result of another case, ${loaded.idOf(1)}`]);
  await put({ ...claim, path: '/etc/passwd' });
  expect(await why()).toEqual(['no result: result: path: Invalid key: Expected never but received "path"']);
});

it('says which file is not there, or is no network', async () => {
  const file = join(folder, 'wrong.csv');
  const submitted = () => propertyCampaign(store, { instances: file, name: '', nodes: 1, budget: 1 });
  await writeFile(file, 'none.onnx,holds.vnnlib,1');
  await expect(submitted()).rejects.toThrow(/none.onnx: expected a file that can be read/);
  await writeFile(file, 'instances.csv,holds.vnnlib,1');
  await expect(submitted()).rejects.toThrow(/instances.csv: /);
});
