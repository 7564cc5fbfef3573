import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pgd } from '@ibp/attack';
import { batches } from '@ibp/data';
import { disposeNetwork, ibp } from '@ibp/layers';
import {
  attackStage,
  boundStage,
  type Certified,
  certify,
  cleanStage,
  type Stage,
  type Verdict,
} from '@ibp/verify';
import { type Bundle, bundle } from 'ibp-tools/bundle';
import { main } from '../front/run-front';
import { loaded } from '../loaded';
import { run } from '../run';
import { digits, tinyRecipe, tinySettings } from '../testing';
import { audit } from './audit';
import { checkCommand } from './check-command';
import { certifyCommand } from './command';
import { explainCommand } from './explain-command';
import type { CertifySettings } from './flags';
import { radiusCommand } from './radius-command';

const epsilon = 0.03;
const count = 30;
const cascade = { pgdSteps: 10, pgdRestarts: 2, budget: 60, seed: 1 };
const certifySettings: CertifySettings = {
  ...cascade,
  epsilon,
  mode: 'float32',
  complete: ['branch-and-bound'],
  workers: 1,
  audit: true,
};

let trained: string;
let directory: string;
let log: jest.SpyInstance;
let errorLog: jest.SpyInstance;
const settingsOf = (out: string) => tinySettings(out, { testExamples: count, engine: 'eager' });
/** A copy of the run, to write into. */
async function copy(name: string): Promise<string> {
  const out = join(directory, name);
  await cp(trained, out, { recursive: true });
  return out;
}
const silent = () => {
  log = jest.spyOn(console, 'log').mockReturnValue();
  errorLog = jest.spyOn(console, 'error').mockReturnValue();
};

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'ibp-certification-'));
  trained = join(directory, 'trained');
  silent();
  const recipe = { ...tinyRecipe, seed: 1, steps: 90, epsilonTrain: 0.04, epsilon, learningRate: 3e-3 };
  const settings = tinySettings(trained, { checkpointEvery: 90, trackExamples: 0 });
  await run(digits, { command: 'train', recipe, settings });
});
afterAll(() => rm(directory, { recursive: true }));
beforeEach(silent);
afterEach(() => {
  log.mockRestore();
  errorLog.mockRestore();
});

/** What the journal of a run says, image by image. */
async function verdictsIn(out: string, name = `certify-${epsilon}`): Promise<Map<number, Verdict>> {
  const lines = (await readFile(join(out, `${name}.jsonl`), 'utf8')).trim().split('\n').slice(1);
  return new Map(lines.map((line) => JSON.parse(line)).map(({ index, verdict }) => [index, verdict]));
}
const statuses = (verdicts: Map<number, Verdict>) =>
  [...verdicts].sort(([a], [b]) => a - b).map(([index, { status }]) => [index, status]);

let command: Bundle;
beforeAll(() => {
  command = bundle({ file: join(__dirname, 'testing-main.ts') });
});
afterAll(() => command.remove());

/** The command line in a process of its own. */
function child(...flags: string[]) {
  return spawn(process.execPath, [command.file, ...flags], {
    cwd: join(__dirname, '../..'),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}
const certifyFlags = [
  '--test-examples',
  String(count),
  '--engine',
  'eager',
  '--epsilon',
  String(epsilon),
].concat(['--pgd-steps', '10', '--pgd-restarts', '2', '--budget', '60', '--complete', 'branch-and-bound']);

describe('certify', () => {
  it('puts PGD error, exact error and IBP-verified error in their order, image by image', async () => {
    const out = await copy('whole');
    const { falsified, verified, unknown } = await certifyCommand(digits, settingsOf(out), certifySettings);
    expect(falsified + verified + unknown).toBe(count);
    expect(Math.min(falsified, verified)).toBeGreaterThan(0);
    const exact = await verdictsIn(out);
    expect([...exact.keys()].sort((a, b) => a - b)).toEqual([...Array(count).keys()]);

    const { network, images } = await loaded(digits, settingsOf(out));
    const { test } = images;
    const alone = async (stages: Stage[]): Promise<Map<number, Certified>> => {
      const found = new Map<number, Certified>();
      const options = { epsilon, stages, range: test.range };
      for await (const one of certify(network, batches(test, 100), options)) found.set(one.index, one);
      return found;
    };
    const byIbp = await alone([boundStage('ibp', ibp())]);
    const byPgd = await alone([cleanStage(), attackStage('pgd', pgd({ steps: 20, restarts: 2 }))]);
    const seen = { ibp: 0, pgd: 0 };
    for (const [index, { status }] of exact) {
      const [proved, broken] = [byIbp.get(index)!, byPgd.get(index)!].map(({ verdict }) => verdict.status);
      if (proved === 'verified') expect([index, status]).toEqual([index, 'verified']);
      if (broken === 'falsified') expect([index, status]).not.toEqual([index, 'verified']);
      expect([proved, broken]).not.toEqual(['verified', 'falsified']);
      seen.ibp += proved === 'verified' ? 1 : 0;
      seen.pgd += broken === 'falsified' ? 1 : 0;
    }
    expect(seen.pgd / count).toBeLessThanOrEqual((falsified + unknown) / count);
    expect((falsified + unknown) / count).toBeLessThanOrEqual(1 - seen.ibp / count);
    expect(Math.min(seen.ibp, seen.pgd)).toBeGreaterThan(0);

    // an image that is both fails the audit: all are called verified, and some break
    const forged = [...byPgd.values()].map((one) => ({
      ...one,
      verdict: { status: 'verified', method: 'a lie' } as const,
    }));
    const settings = { ...certifySettings, epsilon, engine: undefined };
    await expect(audit(network, test, forged, settings)).rejects.toThrow(
      'the attack broke verified examples',
    );
    disposeNetwork(network);
  });

  it('gives the same verdicts after a SIGKILL, and loses none', async () => {
    const out = await copy('killed');
    const journal = join(out, `certify-${epsilon}.jsonl`);
    const victim = child('certify', ...certifyFlags, '--out', out);
    const ended = once(victim, 'exit');
    // once anything was noted, wherever the process then is
    while (!existsSync(journal) && victim.exitCode === null) {
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    victim.kill('SIGKILL');
    expect((await ended)[1]).toBe('SIGKILL');
    const noted = (await readFile(journal, 'utf8')).split('\n').length - 1;
    expect(existsSync(join(out, `certify-${epsilon}.certificate.json`))).toBe(false);

    await certifyCommand(digits, settingsOf(out), certifySettings);
    const whole = join(directory, 'whole');
    expect(statuses(await verdictsIn(out))).toEqual(statuses(await verdictsIn(whole)));
    // it went on from what was noted, and did not begin anew
    const lines = (await readFile(journal, 'utf8')).split('\n');
    expect(lines.length).toBeGreaterThan(noted);
    const again = JSON.parse(await readFile(join(out, `certify-${epsilon}.certificate.json`), 'utf8'));
    expect(again.examples).toHaveLength(count);
  });

  it('in rigorous mode leaves a certificate of which everything verified is confirmed', async () => {
    const out = await copy('rigorous');
    const settings = { ...certifySettings, mode: 'rigorous' as const, audit: false, budget: 20 };
    const { verified, stages } = await certifyCommand(digits, settingsOf(out), settings);
    expect(Object.keys(stages)).toEqual(expect.arrayContaining(['clean', 'rigorous-ibp']));
    for (const name of Object.keys(stages)) expect(name).toMatch(/^clean$|^pgd$|^rigorous-/);
    const file = join(out, `certify-${epsilon}-rigorous.certificate.json`);
    const { sound, confirmed } = await checkCommand(digits, settingsOf(out), { file, epsilon });
    expect(sound).toBe(true);
    expect(verified).toBeGreaterThan(0);
    expect(confirmed.verified).toBe(verified);
    const [exact, float32] = [
      await verdictsIn(out, `certify-${epsilon}-rigorous`),
      await verdictsIn(join(directory, 'whole')),
    ];
    for (const [index, { status }] of exact) {
      expect([status, float32.get(index)!.status].sort()).not.toEqual(['falsified', 'verified']);
    }
  });

  it('refuses a radius that is none', async () => {
    const negative = certifyCommand(digits, settingsOf(trained), { ...certifySettings, epsilon: -0.1 });
    await expect(negative).rejects.toThrow('expected a finite epsilon >= 0, got -0.1');
  });
});

describe('check', () => {
  const file = () => join(directory, 'whole', `certify-${epsilon}.certificate.json`);

  it('confirms what was proved, by alpha-CROWN too', async () => {
    const settings = settingsOf(trained);
    const { sound, examples, confirmed } = await checkCommand(digits, settings, { file: file(), epsilon });
    expect(sound).toBe(true);
    expect(log.mock.calls.flat()).toContain(
      `confirmed ${confirmed.verified} of ${count}: class of example i for all |x - x_i| <= 0.03 within [0, 1]`,
    );
    const verified = examples.filter(({ claim }) => claim === 'verified');
    expect(verified.length).toBeGreaterThan(0);
    expect(verified.filter(({ status }) => status !== 'confirmed')).toEqual([]);
  });

  it('rejects one that is about another radius, or other images', async () => {
    const wider = await checkCommand(digits, settingsOf(trained), { file: file(), epsilon: 2 * epsilon });
    expect(wider).toMatchObject({ sound: false, confirmed: { verified: 0, falsified: 0 } });
    expect(log.mock.calls.flat().join('\n')).toContain('epsilon is 0.03, not 0.06');
    const more = { ...settingsOf(trained), testExamples: count + 1 };
    const { sound, examples } = await checkCommand(digits, more, { file: file(), epsilon });
    expect(sound).toBe(false);
    expect(examples.at(-1)).toMatchObject({ index: count, status: 'missing' });
    process.exitCode = 0;
  });

  it('ends with 1 where a certificate was tampered with', async () => {
    const forged = join(directory, 'forged.json');
    const certificate = JSON.parse(await readFile(file(), 'utf8'));
    await writeFile(forged, JSON.stringify({ ...certificate, epsilon: 2 * epsilon }));
    const flags = ['--epsilon', String(epsilon), '--test-examples', String(count), '--out', trained];
    await main(digits, ['check', forged, ...flags]);
    expect(process.exitCode).toBe(1);
    process.exitCode = undefined;
    const text = log.mock.calls.flat().join('\n');
    expect(text).toContain('the digest is of another text');
    expect(text).toContain('REJECTED');
  });
});

it('radius prints and writes how far each image can be moved', async () => {
  const file = join(directory, 'radii.json');
  const settings = { ...settingsOf(trained), testExamples: 2, json: file };
  // what takes one image at a time has hardly any
  const time = { budget: 0.2, tolerance: 0.02, most: 0.2 };
  const options = { ...cascade, ...time, mode: 'float32' as const, complete: [] };
  const found = await radiusCommand(digits, settings, options);
  expect(found).toHaveLength(2);
  expect(found.some(({ certified }) => certified > 0)).toBe(true);
  for (const { certified, falsified } of found) expect(certified).toBeLessThanOrEqual(falsified);
  const text = log.mock.calls.flat().join('\n');
  expect(text).toContain('certified up to');
  expect(text).toContain('mean certified radius');
  const { images, tolerance } = JSON.parse(await readFile(file, 'utf8'));
  expect(tolerance).toBe(0.02);
  expect(images.map(({ certified }: { certified: number }) => certified)).toEqual(
    found.map(({ certified }) => certified),
  );
});

it('explain prints margins by method and class, and looseness by layer', async () => {
  const file = join(directory, 'why.json');
  const settings = { ...settingsOf(trained), json: file };
  const why = await explainCommand(digits, settings, { index: 1, epsilon, seed: 1 });
  const text = log.mock.calls.flat().join('\n');
  for (const part of [
    'example 1 at 0.03',
    'ibp',
    'alphaCrown',
    'conv2d_1',
    'unstable (CROWN)',
    'width seen',
  ]) {
    expect(text).toContain(part);
  }
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ index: 1, epsilon, target: why.target });
  await expect(explainCommand(digits, settings, { index: 99, seed: 1 })).rejects.toThrow(
    'expected an example from 0 to 29, got 99',
  );
});
