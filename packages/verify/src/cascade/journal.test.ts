import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { disposeNetwork, ibp, type Network } from '@ibp/layers';
import { bound } from '../testing/engine-bound';
import { type Certified, certify } from './certify';
import { fileJournal } from './file-journal';
import { clean } from './stages/clean';
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
  const stages = [clean(), bound('ibp', ibp()), late];
  const batches = () => [
    points([0.9, 0.1], [0.5, 0.45], [0.5, 0.46], [0.2, 0.8]),
    points([0.5, 0.47], [0.5, 0.48], [0.8, 0.1]),
  ];
  const verdicts = (all: readonly Certified[]) =>
    all.map(({ seconds, ...rest }) => rest).sort((a, b) => a.index - b.index);

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
    await writeFile(path, 'something else\n');
    await expect(fileJournal(path, run).load()).rejects.toThrow('expected the journal of a verification');
  });
});
