import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Bundle, bundle } from 'ibp-tools/bundle';
import { main } from '../front/run-front';
import { run } from '../run';
import { digits, tinyRecipe, tinySettings } from '../testing';

const epsilon = 0.03;
const count = 24;

let directory: string;
let trained: string;
let command: Bundle;
let log: jest.SpyInstance;
let errorLog: jest.SpyInstance;
beforeAll(async () => {
  command = bundle({ file: join(__dirname, 'testing-main.ts') });
  directory = await mkdtemp(join(tmpdir(), 'ibp-shards-'));
  trained = join(directory, 'trained');
  log = jest.spyOn(console, 'log').mockReturnValue();
  errorLog = jest.spyOn(console, 'error').mockReturnValue();
  const recipe = { ...tinyRecipe, seed: 1, steps: 90, epsilonTrain: 0.04, epsilon, learningRate: 3e-3 };
  await run(digits, {
    command: 'train',
    recipe,
    settings: tinySettings(trained, { checkpointEvery: 90, trackExamples: 0 }),
  });
});
afterAll(async () => {
  command.remove();
  log.mockRestore();
  errorLog.mockRestore();
  await rm(directory, { recursive: true });
});
beforeEach(() => {
  errorLog.mockClear();
  log.mockClear();
});

const flags = (examples = count) => [
  ...['--test-examples', String(examples), '--engine', 'eager', '--epsilon', String(epsilon)],
  ...['--pgd-steps', '10', '--pgd-restarts', '2', '--budget', '60', '--workers', '1'],
  ...['--complete', 'branch-and-bound', '--quiet'],
];

/** What the command line says of an error; nothing where there is none. */
async function ibp(...argv: string[]): Promise<string> {
  await main(digits, argv);
  const failed = process.exitCode !== undefined && process.exitCode !== 0;
  process.exitCode = undefined;
  return failed ? errorLog.mock.calls.join('\n') : '';
}

async function copy(name: string): Promise<string> {
  const out = join(directory, name);
  await cp(trained, out, { recursive: true });
  return out;
}
const read = async (out: string, file: string) => JSON.parse(await readFile(join(out, file), 'utf8'));
const linesOf = async (file: string) => (await readFile(file, 'utf8').catch(() => '')).split('\n').length - 1;

/** Times apart, two runs say the same. */
const untimed = ({
  seconds,
  processorSeconds,
  summary,
  ...report
}: {
  seconds: number;
  processorSeconds: number;
  summary: { stages: object };
}) => ({
  ...report,
  summary: {
    ...summary,
    stages: Object.entries(summary.stages).map(([name, { seconds: _, ...counts }]) => [name, counts]),
  },
});

it('two shards, one killed and resumed, put together are what one machine finds', async () => {
  const [whole, parts] = [await copy('whole'), await copy('parts')];
  expect(await ibp('certify', whole, ...flags())).toBe('');
  expect(await ibp('certify', parts, ...flags(), '--shard', '1/2')).toBe('');

  const second = join(parts, `certify-${epsilon}.shard-2-of-2.jsonl`);
  const child = spawn(process.execPath, [command.file, 'certify', parts, ...flags(), '--shard', '2/2'], {
    stdio: 'ignore',
  });
  const ended = once(child, 'exit');
  while ((await linesOf(second)) < 4 && child.exitCode === null) await new Promise((r) => setTimeout(r, 5));
  child.kill('SIGKILL');
  await ended;
  await writeFile(second, `${await readFile(second, 'utf8')}{"index":7,"op`);
  expect(await ibp('certify', parts, ...flags(), '--shard', '2/2')).toBe('');

  expect(await ibp('campaign', 'collect', parts, ...flags(), '--shards', '2')).toBe('');
  const file = `certify-${epsilon}.json`;
  const [expected, got] = [await read(whole, file), await read(parts, file)];
  expect(untimed(got)).toEqual(untimed(expected));
  expect(Math.min(got.summary.verified, got.summary.falsified)).toBeGreaterThan(0);
  const certificate = `certify-${epsilon}.certificate.json`;
  const claims = async (out: string) => (await read(out, certificate)).examples;
  expect(await claims(parts)).toEqual(await claims(whole));
  const said = log.mock.calls.join('\n');
  expect(said).toContain(`confirmed ${got.summary.verified} of ${count}: class of example i`);
  // what is there already is not done again
  expect(await ibp('campaign', 'collect', parts, ...flags(), '--shards', '2')).toBe('');
});

it('says which shard has no journal, is another, or is not at its end', async () => {
  const out = await copy('amiss');
  const collect = (...more: string[]) =>
    ibp('campaign', 'collect', out, ...flags(6), '--shards', '2', ...more);
  expect(await ibp('certify', out, ...flags(4), '--shard', '1/2')).toBe('');
  expect(await collect()).toMatch(/shard 2\/2: expected its journal .*shard-2-of-2\.jsonl, got none/);
  const [first, second] = [1, 2].map((i) => join(out, `certify-${epsilon}.shard-${i}-of-2.jsonl`));
  await cp(first!, second!);
  expect(await collect()).toMatch(/journal: expected shard "2\/2", got "1\/2" in /);
  await rm(second!);
  expect(await ibp('certify', out, ...flags(6), '--shard', '2/2')).toBe('');
  expect(await collect()).toContain(
    'shards: expected a verdict for each of 6 examples, got none for 1 (4); go on with --shard 1/2',
  );
  expect(await collect('--shard', '1/2')).toContain('expected --shards alone, got --shard beside it');
  expect(await ibp('certify', out, ...flags(6), '--shard', '1/2', '--audit')).toContain(
    '--audit: expected no --shard beside it, got one',
  );
  expect(await ibp('certify', out, ...flags(6), '--shard', '1/2', '--patience', '5')).toContain(
    '--patience: expected no --shard beside it',
  );
});

it('a shard without examples is done at once', async () => {
  const out = await copy('empty');
  expect(await ibp('certify', out, ...flags(1), '--shard', '1/2')).toBe('');
  expect(await ibp('certify', out, ...flags(1), '--shard', '2/2')).toBe('');
  expect(await ibp('campaign', 'collect', out, ...flags(1), '--shards', '2')).toBe('');
  expect((await read(out, `certify-${epsilon}.json`)).examples).toBe(1);
});
