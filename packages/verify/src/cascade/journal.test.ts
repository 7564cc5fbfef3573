import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { disposeNetwork, ibp, type Network } from '@ibp/layers';
import { diskKinds, smallDisk } from 'ibp-tools/small-disk';
import { bound } from '../testing/engine-bound';
import type { Case } from './case';
import { type Certified, certify } from './certify';
import { fileJournal } from './file-journal';
import { cleanStage } from './stages/clean';
import { planeNetwork, points, results, stageOf } from './testing';

const run = { weights: 'abc', epsilon: 0.1, stages: ['clean', 'ibp', 'late'] };

describe('fileJournal', () => {
  let net: Network;
  let folder: string;
  let path: string;
  /** By example, how often the last stage saw it. */
  let seen: Map<number, number>;
  const late = stageOf('late', ({ index, open }) => {
    seen.set(index, (seen.get(index) ?? 0) + 1);
    return index % 2 === 0 ? { proved: open, evidence: { at: Float64Array.of(index, 0.1) } } : {};
  });
  const stages = [cleanStage(), bound('ibp', ibp()), late];
  const batches = () => [
    points([0.9, 0.1], [0.5, 0.45], [0.5, 0.46], [0.2, 0.8]),
    points([0.5, 0.47], [0.5, 0.48], [0.8, 0.1]),
  ];
  const verdicts = (all: readonly Certified[]) =>
    all.map(({ seconds, ...rest }) => rest).sort((a, b) => a.index - b.index);

  const load = async () => {
    const journal = fileJournal(path, run);
    const cases = await journal.load();
    await journal.close!();
    return cases;
  };

  beforeEach(async () => {
    net = planeNetwork();
    folder = await mkdtemp(join(tmpdir(), 'ibp-journal-'));
    path = join(folder, 'deep', 'journal.jsonl');
    seen = new Map();
  });
  afterEach(async () => {
    disposeNetwork(net);
    await rm(folder, { recursive: true });
  });

  it.each([1, 2, 3, 4, 5, 6])(
    'a run that is stopped after %i results goes on and loses none',
    async (stopAfter) => {
      const whole = await results(net, batches(), { epsilon: 0.1, stages });
      seen.clear();
      const options = { epsilon: 0.1, stages };
      const first: Certified[] = [];
      const all = batches();
      for await (const result of certify(net, all, { ...options, journal: fileJournal(path, run) })) {
        first.push(result);
        if (first.length === stopAfter) break;
      }
      // a kill in the middle of a line
      await writeFile(path, `${await readFile(path, 'utf8')}{"index":5,"verd`);
      const rest = await results(net, batches(), { ...options, journal: fileJournal(path, run) });
      expect(verdicts(rest)).toEqual(verdicts(whole));
      expect([...seen.values()].every((times) => times === 1)).toBe(true);
      for (const { x } of all) x.dispose();
    },
  );

  it('gives all results again when the run was at its end, without work', async () => {
    const journal = () => fileJournal(path, run);
    const first = await results(net, batches(), { epsilon: 0.1, stages, journal: journal() });
    seen.clear();
    const again = await results(net, batches(), { epsilon: 0.1, stages, journal: journal() });
    expect(again).toEqual(first);
    expect(seen.size).toBe(0);
  });

  it('refuses the journal of another run, and names what differs', async () => {
    await results(net, batches(), { epsilon: 0.1, stages, journal: fileJournal(path, run) });
    await expect(fileJournal(path, { ...run, epsilon: 0.2 }).load()).rejects.toThrow(
      `expected epsilon 0.2, got 0.1 in ${path}`,
    );
    const radii = { ...run, epsilon: [5, 1000, 0] };
    const own = join(folder, 'radii.jsonl');
    const first = fileJournal(own, radii);
    expect(await first.load()).toEqual([]);
    await first.close!();
    await expect(fileJournal(own, { ...run, epsilon: [5, 1001, 0] }).load()).rejects.toThrow(
      `expected epsilon [5,1001,0], got [5,1000,0] in ${own}`,
    );
    await writeFile(path, 'something else\n');
    await expect(fileJournal(path, run).load()).rejects.toThrow('expected the journal of a verification');
    expect(await readFile(path, 'utf8')).toBe('something else\n');
    await expect(fileJournal(folder, run).load()).rejects.toThrow(
      `journal: expected a file that can be read, got ${folder}: EISDIR`,
    );
    await writeFile(path, 'no line at all');
    await expect(fileJournal(path, run).load()).rejects.toThrow('expected the journal of a verification');
    expect(await readFile(path, 'utf8')).toBe('no line at all');
    await writeFile(path, `${JSON.stringify({ run })}\n`);
    await expect(fileJournal(path, run).load()).rejects.toThrow(
      `expected lines with checksums, got a journal of a version without them: ${path}`,
    );
  });

  it('begins a journal of which a kill left nothing or a part of the first line', async () => {
    await results(net, batches(), { epsilon: 0.1, stages, journal: fileJournal(path, run) });
    const whole = await readFile(path, 'utf8');
    for (const left of ['', whole.slice(0, 30)]) {
      await writeFile(path, left);
      const journal = fileJournal(path, run);
      expect(await journal.load()).toEqual([]);
      await journal.close!();
      expect(await readFile(path, 'utf8')).toBe(whole.slice(0, whole.indexOf('\n') + 1));
    }
  });

  it('notices every byte that was changed, and names the line', async () => {
    await results(net, batches(), { epsilon: 0.1, stages, journal: fileJournal(path, run) });
    const whole = await readFile(path);
    const last = whole.lastIndexOf('\n', -2);
    // but for the end of the last line
    for (let at = 0; at < whole.length - 1; at += 7) {
      const damaged = Buffer.from(whole);
      damaged[at]! ^= 1;
      await writeFile(path, damaged);
      const line = whole.subarray(0, at).toString().split('\n').length;
      const outcome = await load().catch((error: Error) => error.message);
      if (line === 1) {
        expect(outcome).toMatch(/^journal: expected (line 1 of|the journal of a verification|lines with)/);
      } else {
        expect(outcome).toBe(`journal: expected line ${line} of ${path} as it was written, got it damaged`);
      }
    }
    // without its end, the last line is one that a kill left unfinished
    await writeFile(path, Buffer.concat([whole.subarray(0, -1), Buffer.from('\v')]));
    await load();
    expect((await readFile(path)).length).toBe(last + 1);
  });

  it('does not take a line of another journal', async () => {
    const other = join(folder, 'other.jsonl');
    await results(net, batches(), {
      ...{ epsilon: 0.1, stages },
      journal: fileJournal(other, { ...run, epsilon: 0.01 }),
    });
    await results(net, batches(), { epsilon: 0.1, stages, journal: fileJournal(path, run) });
    const line = (await readFile(other, 'utf8')).split('\n')[1]!;
    const lines = (await readFile(path, 'utf8')).split('\n').length;
    await writeFile(path, `${await readFile(path, 'utf8')}${line}\n`);
    await expect(load()).rejects.toThrow(
      `journal: expected line ${lines} of ${path} as it was written, got it damaged`,
    );
  });

  it('is of one run at a time, and free when that ends, stops or fails', async () => {
    const options = { epsilon: 0.1, stages };
    const running = certify(net, batches(), { ...options, journal: fileJournal(path, run) });
    await running.next();
    const before = await readFile(path, 'utf8');
    const other = { ...options, journal: fileJournal(path, { ...run, epsilon: 0.01 }) };
    await expect(results(net, batches(), other)).rejects.toThrow(
      `lock: expected one process at a time to use ${path}, got process ${process.pid} on `,
    );
    expect(await readFile(path, 'utf8')).toBe(before);
    await running.return();
    await expect(results(net, batches(), other)).rejects.toThrow('expected epsilon 0.01, got 0.1');
    await results(net, batches(), { ...options, journal: fileJournal(path, run) });
    expect(await readdir(join(folder, 'deep'))).toEqual(['journal.jsonl']);
  });

  it('drops what is there where it is told to, and not what another is at work on', async () => {
    const journal = fileJournal(path, run);
    await journal.load();
    const anew = fileJournal(path, { ...run, epsilon: 0.2 }, { restart: true });
    await expect(anew.load()).rejects.toThrow('lock: ');
    await journal.close!();
    await expect(journal.append({ index: 0 } as Case)).rejects.toThrow('got it closed');
    expect(await anew.load()).toEqual([]);
    await anew.close!();
    expect(await readFile(path, 'utf8')).toContain('"epsilon":0.2');
  });

  it.each(diskKinds)('keeps the lines that are there where the next does not fit (%s)', async (kind) => {
    const disk = await smallDisk(kind, 64 * 1024);
    try {
      const journal = fileJournal(join(disk.folder, 'j'), run);
      await journal.load();
      const state = (index: number, size: number) =>
        ({ index, evidence: ['x'.repeat(size)] }) as unknown as Case;
      await journal.append(state(0, 10));
      await expect(journal.append(state(1, 100_000))).rejects.toThrow(
        /^write: expected room for 100\d+ bytes in /,
      );
      await journal.append(state(2, 10));
      await journal.close!();
      const again = fileJournal(join(disk.folder, 'j'), run);
      expect((await again.load()).map(({ index }) => index)).toEqual([0, 2]);
      await again.close!();
    } finally {
      disk.close();
    }
  });

  // each would take the other's results for its own, were both to begin
  it('is begun by one of two processes that race', async () => {
    const script = (epsilon: number) => `
      const { fileJournal } = require(${JSON.stringify(join(__dirname, 'file-journal.ts'))});
      const { existsSync, writeFileSync } = require('node:fs');
      const here = ${JSON.stringify(folder)};
      (async () => {
        const journal = fileJournal(${JSON.stringify(path)}, { epsilon: ${epsilon} });
        writeFileSync(here + '/ready-${epsilon}', '');
        while (!existsSync(here + '/ready-0.1') || !existsSync(here + '/ready-0.2')) {}
        await journal.load();
        for (let index = 0; index < 20; index++) await journal.append({ index, epsilon: ${epsilon} });
        writeFileSync(here + '/won', '${epsilon}');
        await new Promise((resolve) => setTimeout(resolve, 60000));
      })().catch((error) => { console.error(error.message); process.exit(1); });`;
    const args = (epsilon: number) => ['--conditions=@ibp/source', '--import', 'tsx', '-e', script(epsilon)];
    const racers = [0.1, 0.2].map((epsilon) => spawn(process.execPath, args(epsilon)));
    const said = await Promise.race(
      racers.map(async ({ stderr }) => String((await once(stderr, 'data'))[0])),
    );
    expect(said).toContain(`lock: expected one process at a time to use ${path}, got process `);
    while (!existsSync(join(folder, 'won'))) await new Promise((resolve) => setTimeout(resolve, 20));
    const exits = racers.filter(({ exitCode }) => exitCode === null).map((racer) => once(racer, 'exit'));
    for (const racer of racers) racer.kill('SIGKILL');
    await Promise.all(exits);
    const won = Number(await readFile(join(folder, 'won'), 'utf8'));
    // the winner was killed in the middle, and its lock with it
    await expect(fileJournal(path, { epsilon: 0.3 - won }).load()).rejects.toThrow('expected epsilon');
    const journal = fileJournal(path, { epsilon: won });
    const cases = (await journal.load()) as unknown as { index: number; epsilon: number }[];
    expect(cases).toEqual(Array.from({ length: 20 }, (_, index) => ({ index, epsilon: won })));
    await journal.close!();
  });
});
