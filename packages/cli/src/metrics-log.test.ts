import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { appendMetrics, keepMetrics, type MetricsRow, readMetrics } from './metrics-log';

const row = (step: number): MetricsRow => ({
  from: step - 1,
  step,
  epoch: 0,
  epsilon: 0,
  kappa: 1,
  learningRate: 1,
  loss: step / 3,
  parts: { fit: 1 },
  gradientNorm: 1,
  seconds: 1,
});

describe('the file of metrics', () => {
  let directory: string;
  let file: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'ibp-metrics-'));
    file = join(directory, 'new', 'metrics.jsonl');
  });
  afterEach(() => rm(directory, { recursive: true }));

  it('gives back the rows that were added, and none where there is no file', async () => {
    expect(await readMetrics(file)).toEqual([]);
    await keepMetrics(file, 0);
    for (const step of [1, 2, 3]) await appendMetrics(file, row(step));
    expect(await readMetrics(file)).toEqual([row(1), row(2), row(3)]);
  });

  it('drops what was not written to its end, and the rows that come again', async () => {
    await keepMetrics(file, 0);
    for (const step of [1, 2, 3]) await appendMetrics(file, row(step));
    await appendFile(file, '{"from":3,"st');
    expect(await readMetrics(file)).toHaveLength(3);
    await keepMetrics(file, 2);
    expect(await readFile(file, 'utf8')).toBe(`${JSON.stringify(row(1))}\n${JSON.stringify(row(2))}\n`);
  });

  it('names the line of a file that something else wrote to', async () => {
    file = join(directory, 'metrics.jsonl');
    await writeFile(file, `${JSON.stringify(row(1))}\nhello\n`);
    await expect(readMetrics(file)).rejects.toThrow('metrics.jsonl, line 2: expected JSON, got hello');
  });
});
