import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../front/run-front';
import { run } from '../run';
import { digits, tinyRecipe, tinySettings } from '../testing';

const epsilon = 0.01;
let out: string;
let log: jest.SpyInstance;
let errorLog: jest.SpyInstance;
beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), 'ibp-arithmetic-'));
  log = jest.spyOn(console, 'log').mockReturnValue();
  errorLog = jest.spyOn(console, 'error').mockReturnValue();
  const recipe = { ...tinyRecipe, seed: 1, steps: 40, epsilonTrain: 0.02, epsilon, learningRate: 3e-3 };
  const settings = tinySettings(out, { checkpointEvery: 40, trackExamples: 0, evaluateEvery: 40 });
  await run(digits, { command: 'train', recipe, settings });
});
afterAll(async () => {
  log.mockRestore();
  errorLog.mockRestore();
  await rm(out, { recursive: true });
});
beforeEach(() => {
  log.mockClear();
  errorLog.mockClear();
});

/** Runs the command line: what it said, what it said of errors, and its exit code. */
async function ibp(...argv: string[]): Promise<{ said: string; error: string; code: unknown }> {
  await main(digits, argv);
  const code = process.exitCode ?? 0;
  process.exitCode = undefined;
  return { said: log.mock.calls.join('\n'), error: errorLog.mock.calls.join('\n'), code };
}
const flags = ['--epsilon', String(epsilon), '--test-examples', '8', '--quiet'];
const certify = [
  ...flags,
  ...['--pgd-steps', '5', '--pgd-restarts', '1', '--budget', '5', '--complete', 'branch-and-bound'],
];

it('certify holds verdicts to an arithmetic, and check to the one it is told', async () => {
  expect(await ibp('certify', out, ...certify, '--arithmetic', 'any-order-float32')).toMatchObject({
    code: 0,
  });
  const name = `certify-${epsilon}-any-order-float32`;
  const report = JSON.parse(await readFile(join(out, `${name}.json`), 'utf8'));
  const { verified, falsified } = report.summary;
  expect(report.arithmetic).toBe('any-order-float32');
  expect(report.stages).toEqual(expect.arrayContaining(['rigorous-ibp', 'rigorous-crown']));
  expect(verified).toBeGreaterThan(0);
  // a journal of its own, that names it
  const [header] = (await readFile(join(out, `${name}.jsonl`), 'utf8')).split('\n');
  expect(JSON.parse(header!).run.arithmetic).toBe('any-order-float32');

  const file = join(out, `${name}.certificate.json`);
  const held = await ibp('check', file, out, ...flags, '--arithmetic', 'any-order-float32');
  expect(held.code).toBe(0);
  expect(held.said).toContain(`confirmed ${verified} of 8: class of example i`);
  expect(held.said).toContain('in any-order-float32');
  expect(held.said).toContain(`confirmed ${falsified} of ${falsified} falsified examples`);
  const other = await ibp('check', file, out, ...flags);
  expect(other.code).toBe(1);
  expect(other.said).toContain('its claims hold in any-order-float32, not in real');
});

it('radius holds radii to it', async () => {
  const radius = [
    'radius',
    out,
    '--test-examples',
    '2',
    '--quiet',
    '--pgd-steps',
    '5',
    '--pgd-restarts',
    '1',
  ];
  const settings = [
    '--budget',
    '5',
    '--most',
    '0.05',
    '--tolerance',
    '0.02',
    '--complete',
    'branch-and-bound',
  ];
  const json = join(out, 'radii.json');
  const found = await ibp(...radius, ...settings, '--arithmetic', 'any-order-float32', '--json', json);
  expect(found.said).toContain('radii hold in any-order-float32');
  const { arithmetic, stages, images } = JSON.parse(await readFile(json, 'utf8'));
  expect(arithmetic).toBe('any-order-float32');
  expect(stages).toEqual(expect.arrayContaining(['rigorous-ibp', 'rigorous-crown']));
  expect(images.some(({ certified }: { certified: number }) => certified > 0)).toBe(true);
});
