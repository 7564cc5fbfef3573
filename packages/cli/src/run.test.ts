import { existsSync } from 'node:fs';
import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readRun } from './compare/read-run';
import { readMetrics } from './metrics-log';
import type { Recipe } from './recipe';
import { run } from './run';
import { readRunRecord, type Session } from './run-record';
import { digits, tinyRecipe, tinySettings } from './testing';

/** All of a run's figures but how long it took. */
const figures = async (out: string) =>
  (await readMetrics(join(out, 'metrics.jsonl'))).map(({ seconds, cpuSeconds, ...row }) => row);

const train = (out: string, recipe = tinyRecipe) =>
  run(digits, { command: 'train', recipe, settings: tinySettings(out) });

describe('run', () => {
  let directory: string;
  let log: jest.SpyInstance;
  let errorLog: jest.SpyInstance;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'ibp-run-'));
  });
  afterAll(() => rm(directory, { recursive: true }));
  beforeEach(() => {
    log = jest.spyOn(console, 'log').mockReturnValue();
    errorLog = jest.spyOn(console, 'error').mockReturnValue();
  });
  afterEach(() => {
    log.mockRestore();
    errorLog.mockRestore();
  });

  it('writes what it is, its figures step by step, and how it does on test examples', async () => {
    const out = join(directory, 'first');
    const report = await train(out);
    const record = await readRunRecord(join(out, 'run.json'));
    expect(record).toMatchObject({
      example: 'digits',
      recipe: { seed: 0, steps: 12 },
      data: { source: 'embedded', test: 10 },
      network: { hiddenUnits: expect.any(Number) },
      sessions: [{ resumedAt: 0, engine: 'onnxruntime' }],
    });
    const { versions, backend } = record!.sessions[0]!;
    expect(backend).toBe(report.backend);
    expect(versions.node).toBe(process.versions.node);
    expect(versions.packages).toMatchObject({
      '@ibp/train': expect.any(String),
      '@tensorflow/tfjs-core': expect.any(String),
      'onnxruntime-node': expect.any(String),
    });

    const rows = await figures(out);
    expect(rows.map(({ from, step }) => [from, step])).toEqual([
      [0, 3],
      [3, 6],
      [6, 9],
      [9, 12],
    ]);
    expect(rows.map(({ epsilon }) => epsilon)).toEqual(
      [0, 0.1 / 3, 0.25 / 3, 0.1].map((x) => expect.closeTo(x, 9)),
    );
    expect(rows.map(({ parts }) => Object.keys(parts))).toEqual([
      ['fit'],
      ['fit', 'spec'],
      ['fit', 'spec'],
      ['fit', 'spec'],
    ]);
    expect(rows.map(({ tracked }) => tracked !== undefined)).toEqual([false, true, false, true]);
    const { tracked } = rows[3]!;
    expect(tracked).toMatchObject({ examples: 10, epsilon: 0.05 });
    expect(tracked!.error).toBe(report.evaluation.error);
    expect(tracked!.verifiedError).toBe(report.evaluation.verifiedError);
    expect(tracked!.adversarialError).toBeGreaterThanOrEqual(tracked!.error);
    expect(tracked!.adversarialError).toBeLessThanOrEqual(tracked!.verifiedError);
    expect(tracked!.layers.map(({ name }) => name)).toEqual(['conv2d_1', 'conv2d_2', 'dense_1', 'dense_2']);
    const { active, inactive, unstable } = tracked!.stability!;
    expect(active + inactive + unstable).toBeCloseTo(1, 9);
    expect(report.training!.history).toHaveLength(4);
  });

  it('is judged by the bound that its method is for', async () => {
    const out = join(directory, 'nominal');
    const { bound, evaluation } = await train(out, { ...tinyRecipe, steps: 3, method: { name: 'nominal' } });
    expect(bound).toBe('crown-ibp');
    expect(log.mock.calls.join('\n')).toContain('verified error (CROWN-IBP)');
    const { tracked } = (await figures(out)).at(-1)!;
    expect(tracked).toMatchObject({ bound, verifiedError: evaluation.verifiedError });
  });

  it('is equal to another run with its seed, and no other', async () => {
    const [first, second, other] = ['first', 'second', 'other'].map((name) => join(directory, name)) as [
      string,
      string,
      string,
    ];
    const again = await train(second);
    expect(await figures(second)).toEqual(await figures(first));
    const { weightsHash } = JSON.parse(await readFile(join(first, 'report.json'), 'utf8'));
    expect(again.weightsHash).toBe(weightsHash);
    const { weightsHash: otherHash } = await train(other, { ...tinyRecipe, seed: 1 });
    expect(otherHash).not.toBe(weightsHash);
  });

  it('stops after a time at a checkpoint, and goes on from there', async () => {
    const out = join(directory, 'timed');
    const settings = tinySettings(out, { minutes: 1e-6, trackExamples: 0 });
    const recipe = { ...tinyRecipe, steps: 500 };
    await expect(run(digits, { command: 'train', recipe, settings })).rejects.toThrow(
      'stopped; the same command goes on',
    );
    const done = (await figures(out)).at(-1)!.step;
    expect(done).toBeLessThan(500);
    const again = run(digits, { command: 'train', recipe, settings });
    await expect(again).rejects.toThrow('stopped');
    const rows = await figures(out);
    expect(rows.map(({ from }) => from)).toContain(done);
    expect(rows.at(-1)!.step).toBeGreaterThan(done);
    const anew = run(digits, { command: 'train', recipe, settings: { ...settings, restart: true } });
    await expect(anew).rejects.toThrow(`stopped; the same command without --restart goes on from ${out}`);
  });

  it('goes on after an interruption with no row twice and none lost', async () => {
    const out = join(directory, 'interrupted');
    const others = process.listeners('SIGINT');
    const running = train(out);
    const stopped = expect(running).rejects.toThrow('stopped; the same command goes on');
    while ((await readMetrics(join(out, 'metrics.jsonl'))).length === 0) {
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    // the one that the run added: an event would end the test runner too
    const own = () => process.listeners('SIGINT').find((listener) => !others.includes(listener))!;
    own()('SIGINT');
    // the one that began this process sends it again
    own()('SIGINT');
    await stopped;
    const before = await figures(out);
    const done = before.at(-1)!.step;
    expect(done).toBeLessThan(12);
    // as a kill leaves it between a row and its checkpoint, and in the middle of a row
    const lost = JSON.stringify({ ...before.at(-1), from: done, step: done + 3, seconds: 1 });
    await appendFile(join(out, 'metrics.jsonl'), `${lost}\n${lost.slice(0, 20)}`);

    const report = await train(out);
    const rows = await figures(out);
    expect(rows.slice(0, before.length)).toEqual(before);
    expect(rows.map(({ from }) => from)).toEqual([0, ...rows.slice(0, -1).map(({ step }) => step)]);
    expect(rows.at(-1)).toEqual((await figures(join(directory, 'first'))).at(-1));
    const whole = JSON.parse(await readFile(join(directory, 'first', 'report.json'), 'utf8'));
    expect(report.weightsHash).toBe(whole.weightsHash);
    const { sessions } = (await readRunRecord(join(out, 'run.json')))!;
    expect(sessions.map(({ resumedAt }) => resumedAt)).toEqual([0, done]);
  });

  it('leaves nothing of the run before it once it has begun anew', async () => {
    const out = join(directory, 'anew');
    await train(out, { ...tinyRecipe, steps: 3 });
    expect((await readRun(out)).report).toBeDefined();
    // stopped before its end: by figures that it cannot write
    await rm(join(out, 'metrics.jsonl'));
    await mkdir(join(out, 'metrics.jsonl'));
    const settings = tinySettings(out, { restart: true });
    const running = run(digits, { command: 'train', recipe: { ...tinyRecipe, steps: 3 }, settings });
    await expect(running).rejects.toThrow('EISDIR');
    await rm(join(out, 'metrics.jsonl'), { recursive: true });
    expect((await readRun(out)).report).toBeUndefined();
    await expect(run(digits, { command: 'evaluate', settings })).rejects.toThrow('trained to its end');
  });

  it('is alone in its folder', async () => {
    const out = join(directory, 'alone');
    const running = train(out);
    while (!existsSync(join(out, 'run.json.lock'))) await new Promise((resolve) => setTimeout(resolve, 1));
    await expect(train(out, { ...tinyRecipe, seed: 1 })).rejects.toThrow(
      `lock: expected one process at a time to use ${join(out, 'run.json')}, got process ${process.pid} on `,
    );
    const { weightsHash } = await running;
    expect(weightsHash).toBe((await readRun(join(directory, 'first'))).report!.weightsHash);
    expect((await readdir(out)).sort()).toEqual([
      ...['checkpoint.safetensors', 'metrics.jsonl', 'recipe.json', 'report.json', 'run.json', 'weights'],
    ]);
  });

  it('begins with the weights of another run if told so, and refuses those of another network', async () => {
    const [of, out] = [join(directory, 'of'), join(directory, 'from')];
    const train = (out: string, recipe: Recipe) => {
      const settings = tinySettings(out, { trackExamples: 0, engine: 'eager' });
      return run(digits, { command: 'train', recipe, settings });
    };
    const { weightsHash } = await train(of, { ...tinyRecipe, steps: 3 });
    const still = { ...tinyRecipe, steps: 3, seed: 1, learningRateSchedule: '0' };
    expect((await train(out, { ...still, from: of })).weightsHash).toBe(weightsHash);
    expect((await train(join(directory, 'fresh'), still)).weightsHash).not.toBe(weightsHash);
    const { recipe, sessions } = (await readRunRecord(join(out, 'run.json')))!;
    expect(recipe.from).toBe(of);
    expect(sessions).toMatchObject([{ origin: { run: of, weightsHash, readHash: weightsHash } }]);

    // a wider network computes the same at first
    const wide = await train(join(directory, 'wide'), { ...still, from: of, width: 0.5, hiddenUnits: 30 });
    const first = await train(join(directory, 'same'), { ...still, from: of });
    expect(wide.network.parameters).toBeGreaterThan(2 * first.network.parameters);
    const [{ origin }] = readRunRecord(join(directory, 'wide', 'run.json'))!.sessions as [Session];
    expect(origin).toMatchObject({ run: of, readHash: weightsHash });
    expect(origin!.weightsHash).not.toBe(weightsHash);
    const { error, verifiedError } = first.evaluation;
    expect(wide.evaluation).toMatchObject({ error, verifiedError });

    const larger = { ...still, from: of, batchNorm: true };
    const refused = train(join(directory, 'larger'), larger);
    await expect(refused).rejects.toThrow(
      '--from: expected weights for this network or a narrower one, got those of',
    );
    const record = join(of, 'run.json');
    const text = await readFile(record, 'utf8');
    await writeFile(record, text.replace('"source": "embedded"', '"source": "full"'));
    await expect(train(join(directory, 'images'), { ...still, from: of })).rejects.toThrow(
      /^--from: expected a run trained on the same images, got .*, of which expected \d+ examples of "full" \(digits\), got \d+ examples of "embedded" \(digits\)$/,
    );
    // begun and done: what it began with is needed no more
    await rm(of, { recursive: true });
    expect((await train(out, { ...still, from: of })).weightsHash).toBe(weightsHash);
    const nothing = { ...still, from: join(directory, 'nothing') };
    await expect(train(join(directory, 'none'), nothing)).rejects.toThrow('trained to its end');
  });
});
