import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readMetrics } from '../metrics-log';
import { run } from '../run';
import { digits, tinyRecipe, tinySettings } from '../testing';
import { comparisonCharts } from './charts';
import { compareRuns } from './compare';
import { readRun, readRuns } from './read-run';
import { comparisonTable } from './table';

const silent = () => {
  const log = jest.spyOn(console, 'log').mockReturnValue();
  const error = jest.spyOn(console, 'error').mockReturnValue();
  const restore = () => {
    log.mockRestore();
    error.mockRestore();
  };
  return { log, restore };
};

describe('compare', () => {
  let directory: string;
  let folders: string[];
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'ibp-compare-'));
    folders = ['narrow', 'wide'].map((name) => join(directory, name));
    const { restore } = silent();
    const train = (out: string, epsilonTrain: number) =>
      run(digits, { command: 'train', recipe: { ...tinyRecipe, epsilonTrain }, settings: tinySettings(out) });
    await train(folders[0]!, 0.1);
    await train(folders[1]!, 0.2);
    restore();
  });
  afterAll(() => rm(directory, { recursive: true }));

  it('prints the recipes side by side, and draws every curve of both', async () => {
    const out = join(directory, 'compare.svg');
    const { log, restore } = silent();
    await compareRuns(folders, out);
    const printed = log.mock.calls.join('\n');
    restore();
    expect(printed).toMatch(/│ epsilonTrain +│ 0\.1 +│ 0\.2 +│/);
    expect(printed).toMatch(/│ steps done +│ 12 +│ 12 +│/);
    expect(printed).toMatch(/PGD error +│ [\d.]+ % +│ [\d.]+ %/);
    expect(printed).toMatch(/verified error +│ [\d.]+ % \(IBP\) +│ [\d.]+ % \(IBP\)/);
    expect(printed).not.toContain('clipNorm'); // they do not differ in it
    const svg = await readFile(out, 'utf8');
    for (const title of ['epsilon', 'loss: spec', 'PGD error', 'unstable ReLUs', 'mean radius: dense_1']) {
      expect(svg).toContain(`>${title}<`);
    }
    expect(svg).toContain('>narrow<');
    expect(svg).toContain('>wide<');
  });

  it('draws the figures as they are in the files', async () => {
    const charts = comparisonCharts(await readRuns(folders));
    const rows = await readMetrics(join(folders[1]!, 'metrics.jsonl'));
    const points = (title: string) =>
      charts.find((chart) => chart.title === title)!.series.find(({ name }) => name === 'wide')!.points;
    expect(points('loss')).toEqual(rows.map(({ step, loss }) => [step, loss]));
    const tracked = rows.filter((row) => row.tracked);
    expect(points('mean radius: dense_2')).toEqual(
      tracked.map((row) => [
        row.step,
        row.tracked!.layers.find(({ name }) => name === 'dense_2')!.meanRadius,
      ]),
    );
    // a rate that changes in steps holds over the steps of its row, from the first on
    expect(points('learning rate')).toEqual([
      [0, rows[0]!.learningRate],
      ...rows.map(({ step, learningRate }) => [step, learningRate]),
    ]);
    expect(charts.find(({ title }) => title === 'learning rate')!.series[0]!.mark).toBe('steps');
    expect(points('unstable ReLUs')).toHaveLength(2);
  });

  it('shows a run that has not come to its end, and one without rows of figures', async () => {
    const [early, old] = ['early', 'old'].map((name) => join(directory, name)) as [string, string];
    const report = JSON.parse(await readFile(join(folders[0]!, 'report.json'), 'utf8'));
    await mkdir(early);
    await mkdir(old);
    await writeFile(join(early, 'run.json'), await readFile(join(folders[0]!, 'run.json')));
    await writeFile(join(old, 'report.json'), JSON.stringify(report));
    const table = comparisonTable(await readRuns([early, old]));
    expect(table).toMatch(/│ steps done +│ - +│ 12 +│/);
    expect(table).toMatch(/│ whole test set +│ - +│ 10 examples +│/);
    expect((await readRun(old)).rows).toEqual(report.training.history);
  });

  it('keeps the report of a run that was evaluated again at another radius, and no report of another', async () => {
    const out = folders[0]!;
    const { restore } = silent();
    const recipe = { ...tinyRecipe, epsilon: 0.02 };
    await run(digits, { command: 'train', recipe, settings: tinySettings(out) });
    restore();
    const again = await readRun(out);
    expect(again.report?.evaluation.epsilon).toBe(0.02);
    expect(again.recipe.epsilon).toBe(0.02);

    const other = join(directory, 'other');
    await mkdir(other);
    const report = JSON.parse(await readFile(join(out, 'report.json'), 'utf8'));
    await writeFile(join(other, 'run.json'), await readFile(join(out, 'run.json')));
    const data = { ...report.data, source: 'full' };
    for (const difference of [{ data }, { recipe: { ...recipe, epsilonTrain: 0.3 } }]) {
      await writeFile(join(other, 'report.json'), JSON.stringify({ ...report, ...difference }));
      expect((await readRun(other)).report).toBeUndefined();
    }
  });

  it('calls folders of one name by their paths, and refuses one without a run', async () => {
    const [a, b] = [folders[0]!, `${folders[0]!}/../narrow`];
    expect((await readRuns([a, b])).map(({ name }) => name)).toEqual([a, b]);
    await expect(readRun(join(directory, 'none'))).rejects.toThrow('expected the folder of a run');
  });
});
