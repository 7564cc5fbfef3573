import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256 } from '../campaign/hash';
import { putFile } from '../store/content';
import { folderStore } from '../store/folder';
import type { Store } from '../store/store';
import { parseSweep } from '../sweep/definition';
import { decodeFiles, encodeFiles, readFiles, writeFiles } from './folder-files';
import {
  type LoadedSweep,
  loadSharedSweep,
  parseSharedSweep,
  placeOf,
  type SharedSweep,
  sharedSweepText,
  type TrialRun,
  trialId,
} from './shared-sweep';
import { claimBytes, readClaim } from './trial-result';
import { type TrainTrial, workOnTrial } from './work-on-trial';

let folder: string;
let store: Store;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ibp-trials-'));
  store = folderStore(join(folder, 'store'));
});
afterEach(() => rm(folder, { recursive: true }));

const shared: SharedSweep = {
  ...{ format: 'ibp-sweep', version: 1, name: 'tiny', software: '1.2.3', task: { recipe: { steps: 12 } } },
  sweep: parseSweep({
    space: { rate: { from: 0, to: 1 } },
    strategy: { name: 'hyperband', most: 3 },
  }),
};
const load = async (changed: Partial<SharedSweep> = {}): Promise<LoadedSweep> =>
  loadSharedSweep(store, await putFile(store, sharedSweepText({ ...shared, ...changed }).text));
const first: TrialRun = { trial: 0, bracket: 0, rung: 0 };

describe('a sweep for many machines', () => {
  it('has a number and an id for each run of its plan, and for no other', async () => {
    const loaded = await load();
    // brackets of 3, of which one goes on, and of 2 with the whole budget
    const runs = [
      ...[first, { trial: 2, bracket: 0, rung: 0 }, { trial: 2, bracket: 0, rung: 1 }],
      { trial: 4, bracket: 1, rung: 0 },
    ];
    expect(runs.map((run) => placeOf(loaded.plan, run))).toEqual([
      { number: 0, budget: 1 / 3 },
      { number: 2, budget: 1 / 3 },
      { number: 5, budget: 1 },
      { number: 7, budget: 1 },
    ]);
    expect(new Set(runs.map((run) => trialId(loaded, run))).size).toBe(4);
    for (const wrong of [{ trial: 3 }, { bracket: 2 }, { rung: 2 }, { trial: -1 }]) {
      expect(() => placeOf(loaded.plan, { ...first, ...wrong })).toThrow('sweep: expected a run of its plan');
    }
  });

  it('shares runs with others of the same task, unless they may be stopped early', async () => {
    const id = trialId(await load(), first);
    expect(trialId(await load({ name: 'another' }), first)).toBe(id);
    expect(trialId(await load({ task: { recipe: { steps: 13 } } }), first)).not.toBe(id);
    expect(trialId(await load({ software: '1.2.4' }), first)).not.toBe(id);
    const stopping = parseSweep({ ...shared.sweep, earlyStopping: { name: 'median' } });
    const [one, other] = [await load({ sweep: stopping }), await load({ sweep: stopping, name: 'another' })];
    expect(trialId(one, first)).not.toBe(trialId(other, first));
  });

  it('is refused where it is of another form or version', () => {
    expect(() => parseSharedSweep({ ...shared, version: 2 })).toThrow(
      'sweep: expected one of version 1, got version 2',
    );
    expect(() => parseSharedSweep({ ...shared, run: 'rm -rf' })).toThrow('sweep: run: Invalid key');
    expect(() => parseSharedSweep({ ...shared, sweep: {} })).toThrow('sweep: space: Invalid key');
  });
});

describe('files of a run', () => {
  const files = new Map([
    ['run.json', new TextEncoder().encode('{}')],
    ['weights/model.json', new Uint8Array([1, 2, 3])],
  ]);

  it('come back as they were, without locks, links and what is hidden', async () => {
    const own = join(folder, 'run');
    await writeFiles(own, decodeFiles(encodeFiles(files)));
    await writeFile(join(own, 'run.json.lock'), '');
    await writeFile(join(own, '.hidden'), '');
    await writeFile(join(folder, 'secret'), 'very secret');
    await symlink(join(folder, 'secret'), join(own, 'link.json'));
    await mkdir(join(own, 'a', 'b'), { recursive: true });
    await writeFile(join(own, 'a', 'b', 'deep'), '');
    expect(await readFiles(own)).toEqual(
      new Map([...files].map(([name, bytes]) => [name, Buffer.from(bytes)])),
    );
  });

  it.each([...['../x', '/etc/x', 'a/../../x', '.ssh/x', 'a/b/c', 'a//x', 'x\u0000', '', 'a\\..\\x', '..']])(
    'never leave their folder: %j',
    (name) => {
      const head = { format: 'ibp-folder', version: 1, files: [{ name, size: 0 }], sha256: sha256('') };
      expect(() => decodeFiles(Buffer.from(`${JSON.stringify(head)}\n`))).toThrow(
        'files of a run: files.0.name: expected the name of a file in its folder',
      );
    },
  );

  it('are refused where they are damaged', () => {
    const bytes = encodeFiles(files);
    const other = Uint8Array.from(bytes);
    other[other.length - 1]! ^= 1;
    expect(() => decodeFiles(other)).toThrow('files of a run: expected 5 bytes of the hash');
    expect(() => decodeFiles(bytes.subarray(0, -1))).toThrow('files of a run: expected 5 bytes');
    expect(() => decodeFiles(bytes.subarray(0, 10))).toThrow(
      'files of a run: expected a line of JSON at first',
    );
  });
});

/** Counts to 4 in a file, with a checkpoint after each; ends before `until`. */
const counting =
  (begun: number[], until = 5): TrainTrial =>
  async ({ folder: own, onCheckpoint }) => {
    const file = join(own, 'count');
    const from = Number(await readFile(file, 'utf8').catch(() => 0));
    begun.push(from);
    for (let count = from + 1; count <= 4; count++) {
      if (count === until) throw new Error('killed');
      await writeFile(file, String(count));
      await onCheckpoint();
    }
    return { cleanError: 0.1, certifiedError: 0.2 };
  };

describe('a worker', () => {
  const options = (train: TrainTrial, worker = 'w') => ({
    ...{ train, worker, software: '1.2.3', folder: join(folder, 'work') },
  });

  it('goes on from the last checkpoint of another, and what has a result is not done again', async () => {
    const loaded = await load();
    const begun: number[] = [];
    await expect(workOnTrial(store, loaded, first, options(counting(begun, 3)))).rejects.toThrow('killed');
    expect(await workOnTrial(store, loaded, first, options(counting(begun), 'another'))).toEqual({
      ...{ number: 0, status: 'trained' },
    });
    expect(begun).toEqual([0, 2]);
    const id = trialId(loaded, first);
    const { files, ...claim } = readClaim((await store.read('results', id))!);
    expect(claim).toEqual({
      ...{ id, worker: 'another', software: '1.2.3', found: { cleanError: 0.1, certifiedError: 0.2 } },
    });
    expect(decodeFiles((await store.read('files', files))!)).toEqual(new Map([['count', Buffer.from('4')]]));
    // nothing is left behind
    expect([await store.has('checkpoints', id), await readdir(join(folder, 'work'))]).toEqual([false, []]);
    expect(await workOnTrial(store, loaded, first, options(counting(begun)))).toMatchObject({ known: true });
    expect(begun).toEqual([0, 2]);
  });

  it('begins anew where a checkpoint is damaged', async () => {
    const loaded = await load();
    await store.write('checkpoints', trialId(loaded, first), new Uint8Array([1, 2, 3]));
    const begun: number[] = [];
    await workOnTrial(store, loaded, first, options(counting(begun)));
    expect(begun).toEqual([0]);
  });

  it('sees the errors of runs on its rung that have ended, and of no others', async () => {
    const stopping = parseSweep({ ...shared.sweep, earlyStopping: { name: 'median' } });
    const loaded = await load({ sweep: stopping });
    const train =
      (error: number): TrainTrial =>
      async () => ({ cleanError: error, certifiedError: error, curve: [[0.5, error]] });
    await workOnTrial(store, loaded, { ...first, trial: 1 }, options(train(0.25)));
    await workOnTrial(store, loaded, { trial: 1, bracket: 0, rung: 1 }, options(train(0.5)));
    const broken = trialId(loaded, { ...first, trial: 2 });
    await store.write('results', broken, new TextEncoder().encode('{'));
    let seen: unknown;
    const looking: TrainTrial = async ({ others }) => {
      seen = await others();
      return { cleanError: 0, certifiedError: 0 };
    };
    await workOnTrial(store, loaded, first, options(looking));
    expect(seen).toEqual([[[0.5, 0.25]]]);
  });

  it('refuses a sweep of another version', async () => {
    const working = workOnTrial(store, await load({ software: '9' }), first, options(counting([])));
    await expect(working).rejects.toThrow('worker: expected version 9, which the sweep is of, got 1.2.3');
  });
});

it('claims are numbers from 0 to 1, or none', () => {
  const claim = { ...{ id: 'a'.repeat(64), worker: 'w', software: '1', files: 'b'.repeat(64) } };
  const read = (found: object) => readClaim(claimBytes({ ...claim, found } as never));
  expect(read({ cleanError: Number.NaN, certifiedError: 1 }).found).toEqual({
    ...{ cleanError: Number.NaN, certifiedError: 1 },
  });
  expect(() => read({ cleanError: -1, certifiedError: 0 })).toThrow('trial: found.cleanError: Invalid');
  expect(() => read({ cleanError: 0, certifiedError: 0, code: 'x' })).toThrow(
    'trial: found.code: Invalid key',
  );
});
