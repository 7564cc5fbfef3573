import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main, mnistConfiguration } from '@ibp/cli';
import { bundle } from 'ibp-tools/bundle';

/** A script of the example in a process of its own. */
function script(name: string, ...args: string[]): ChildProcess {
  const { file, remove } = bundle({ file: join(__dirname, name) });
  return spawn(process.execPath, [file, ...args], { cwd: __dirname }).once('close', remove);
}

/** What `main.ts` does, in this process. */
async function example(...flags: string[]): Promise<{ code: unknown; out: string; err: string }> {
  const [log, error] = [jest.spyOn(console, 'log'), jest.spyOn(console, 'error')];
  for (const spy of [log, error]) spy.mockReturnValue();
  try {
    await main(mnistConfiguration, flags);
    return { code: process.exitCode, out: log.mock.calls.join('\n'), err: error.mock.calls.join('\n') };
  } finally {
    for (const spy of [log, error]) spy.mockRestore();
    process.exitCode = undefined;
  }
}

/** Short runs on the embedded digits. */
const images = ['--data', 'embedded', '--test-examples', '50'];
/** Nothing is measured on the way: others test that. */
const short = [...images, ...'--steps 12 --batch-size 20 --checkpoint-every 3 --track-examples 0'.split(' ')];
const start = (...flags: string[]) => example(...short, ...flags);

async function finished(child: ChildProcess): Promise<{ code: number | null; out: string }> {
  let out = '';
  child.stdout!.on('data', (chunk) => {
    out += chunk;
  });
  const [code] = await once(child, 'close');
  return { code, out };
}

describe('examples/mnist', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'ibp-mnist-'));
  });
  afterEach(() => rm(directory, { recursive: true }));

  it('ends with the same weights after a SIGKILL as without one', async () => {
    const figures = join(directory, 'whole.json');
    const whole = await start('--out', join(directory, 'whole'), '--json', figures);
    expect(whole.err).toContain('not the MNIST test set');
    expect(whole.err).toContain('engine: onnxruntime');
    expect(whole.out).toContain('verified error (IBP)');
    const report = JSON.parse(await readFile(figures, 'utf8'));
    expect(report.evaluation.examples).toBe(50);
    expect(report.training.history.at(-1).step).toBe(12);

    const out = join(directory, 'killed');
    const victim = script('main.ts', ...short, '--out', out);
    const killed = finished(victim);
    // as soon as a checkpoint is there, wherever the process then is
    while (!existsSync(join(out, 'checkpoint.safetensors')) && victim.exitCode === null) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    victim.kill('SIGKILL');
    expect((await killed).code).toBeNull();
    const resumed = await start('--out', out, '--json', figures);
    expect(resumed.err).toMatch(/resumed after step (3|6|9) /);
    expect(JSON.parse(await readFile(figures, 'utf8')).weightsHash).toBe(report.weightsHash);

    const eager = await start('--out', out, '--engine', 'eager');
    expect(eager.err).toContain('"engine": expected "tfjs, op by op", got "onnxruntime"');
  }, 240_000);

  it('evaluates a run by its own recipe, at another radius, and keeps both when another run is refused', async () => {
    const out = ['--out', join(directory, 'run')];
    await start(...out, '--recipe', 'paper', '--steps', '3');
    const other = await start(...out, '--model', 'medium');
    expect(other.code).toBe(2);
    expect(other.err).toContain('checkpoint of another');
    expect(other.err).toContain('--restart');
    const figures = join(directory, 'again.json');
    const { err } = await example('evaluate', ...images, ...out, '--epsilon', '0.01', '--json', figures);
    expect(err).toContain('network: small');
    const report = JSON.parse(await readFile(figures, 'utf8'));
    expect(report.evaluation).toMatchObject({ epsilon: 0.01, examples: 50 });
    expect(report.recipe).toMatchObject({ steps: 3, epsilonTrain: 0.2, clipNorm: null });
  });

  it('refuses what it cannot read, in one line', async () => {
    const truncated = join(directory, 'data');
    await mkdir(truncated);
    for (const file of ['train-images-idx3', 'train-labels-idx1', 't10k-images-idx3', 't10k-labels-idx1']) {
      await writeFile(join(truncated, `${file}-ubyte`), Uint8Array.from([0, 0, 8, 3]));
    }
    // found but damaged: no other images take its place
    const damaged = await example('--data-dir', truncated, '--out', join(directory, 'damaged'));
    expect(damaged.code).toBe(2);
    expect(damaged.err).toContain('train-images-idx3-ubyte');
  });

  it('is there to be read as well: train.ts does it all without a command line', async () => {
    const { code, out } = await finished(script('train.ts', '30'));
    expect(code).toBe(0);
    expect(out).toMatch(/test error [\d.]+ %, verified error [\d.]+ %/);
    expect(out).toMatch(/^\d+ verified, \d+ falsified, \d+ unknown$/m);
  });
});
