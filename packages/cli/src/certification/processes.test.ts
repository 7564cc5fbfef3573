import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Certified } from '@ibp/verify';
import { type Bundle, bundle } from 'ibp-tools/bundle';
import { run } from '../run';
import { digits, tinyRecipe, tinySettings } from '../testing';

const epsilon = 0.03;

let directory: string;
let trained: string;
let command: Bundle;
beforeAll(async () => {
  command = bundle({ file: join(__dirname, 'testing-main.ts') });
  directory = await mkdtemp(join(tmpdir(), 'ibp-certify-processes-'));
  trained = join(directory, 'trained');
  const spies = (['log', 'error'] as const).map((name) => jest.spyOn(console, name).mockReturnValue());
  const recipe = { ...tinyRecipe, seed: 1, steps: 90, epsilonTrain: 0.04, epsilon, learningRate: 3e-3 };
  const settings = tinySettings(trained, { checkpointEvery: 90, trackExamples: 0 });
  await run(digits, { command: 'train', recipe, settings });
  for (const spy of spies) spy.mockRestore();
});
afterAll(async () => {
  command.remove();
  await rm(directory, { recursive: true });
});

/** What one process, or as many as are named, find of each image, but for how long it took. */
async function certified(name: string, ...more: string[]) {
  const out = join(directory, name);
  await cp(trained, out, { recursive: true });
  const flags = [
    ...['--test-examples', '24', '--engine', 'eager', '--epsilon', String(epsilon), '--out', out],
    ...['--pgd-steps', '10', '--pgd-restarts', '2', '--budget', '60', '--nodes', '100', '--workers', '1'],
  ];
  // here, where the packages are found
  const child = spawn(process.execPath, [command.file, 'certify', ...flags, ...more], { cwd: __dirname });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += text));
  const [code] = await once(child, 'exit');
  const lines = (await readFile(join(out, `certify-${epsilon}.jsonl`), 'utf8')).trim().split('\n').slice(1);
  type Sealed = Certified & { readonly sha256: string };
  const cases: Sealed[] = lines.map((line) => JSON.parse(line)).filter(({ verdict }) => verdict);
  const report = JSON.parse(await readFile(join(out, `certify-${epsilon}.json`), 'utf8'));
  const certificate = JSON.parse(await readFile(join(out, `certify-${epsilon}.certificate.json`), 'utf8'));
  const untimed = cases.map(({ seconds: _, sha256: __, ...rest }) => rest).sort((a, b) => a.index - b.index);
  return { code, said, report, certificate, cases: untimed };
}

it('two processes find what one finds, prove it alike, and say what both have computed', async () => {
  const one = await certified('one');
  const two = await certified('two', '--processes', '2');
  expect([one.code, two.code]).toEqual([0, 0]);
  expect(one.cases).toHaveLength(24);
  expect(new Set(one.cases.map(({ verdict }) => verdict.status)).size).toBeGreaterThan(1);
  expect(two.cases).toEqual(one.cases);
  expect(two.certificate).toEqual(one.certificate);
  // each loads as much as the one alone
  expect(two.report.processorSeconds).toBeGreaterThan(one.report.processorSeconds);
  expect(two.said).not.toMatch(/Error|Warning/);
}, 120_000);
