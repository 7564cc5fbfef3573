import { existsSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Certified } from '@ibp/verify';
import { main } from '../front/run-front';
import { run } from '../run';
import { digits, tinyRecipe, tinySettings } from '../testing';

const epsilon = 0.04;
const count = 40;
const name = `certify-${epsilon}`;

let out: string;
let log: jest.SpyInstance;
let errorLog: jest.SpyInstance;
let warn: jest.SpyInstance;

beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), 'ibp-no-proofs-'));
  log = jest.spyOn(console, 'log').mockReturnValue();
  errorLog = jest.spyOn(console, 'error').mockReturnValue();
  warn = jest.spyOn(console, 'warn').mockReturnValue();
  const recipe = { ...tinyRecipe, seed: 1, steps: 90, epsilonTrain: 0.04, epsilon, learningRate: 3e-3 };
  const settings = tinySettings(out, { checkpointEvery: 90, trackExamples: 0 });
  await run(digits, { command: 'train', recipe, settings });
});
afterAll(async () => {
  for (const spy of [log, errorLog, warn]) spy.mockRestore();
  await rm(out, { recursive: true });
});
beforeEach(() => {
  for (const spy of [log, errorLog]) spy.mockClear();
});

const flags = [
  ...['--test-examples', String(count), '--engine', 'eager', '--epsilon', String(epsilon)],
  ...['--pgd-steps', '10', '--pgd-restarts', '2', '--budget', '60', '--workers', '1', '--quiet'],
];

/** What the command line says of an error; nothing where there is none. */
async function ibp(...argv: string[]): Promise<string> {
  await main(digits, argv);
  const failed = process.exitCode !== undefined && process.exitCode !== 0;
  process.exitCode = undefined;
  return failed ? errorLog.mock.calls.join('\n') : '';
}
const linesOf = async (file: string) => (await readFile(join(out, file), 'utf8')).trim().split('\n');
const cases = async (file: string): Promise<Certified[]> =>
  (await linesOf(file))
    .slice(1)
    .map((line) => JSON.parse(line))
    .filter(({ verdict }) => verdict)
    .sort((a, b) => a.index - b.index);
const verdicts = (all: readonly Certified[]) => all.map(({ index, verdict }) => [index, verdict.status]);

describe.each([['mip'], ['branch-and-bound', 'mip'], ['clip-and-verify']])(
  'certify --no-proofs, then %s',
  (...complete) => {
    const method = ['--complete', ...complete];

    it('finds the same verdicts with nothing to check, and says so wherever it says anything', async () => {
      expect(await ibp('certify', out, ...flags, ...method, '--restart')).toBe('');
      expect(log.mock.calls.join('\n')).not.toContain('no proofs were made');
      const report = join(out, 'page.html');
      expect(
        await ibp('certify', out, ...flags, ...method, '--no-proofs', '--restart', '--html', report),
      ).toBe('');
      const said = log.mock.calls.join('\n');
      expect(said).toContain('no proofs were made (--no-proofs): verdicts rest on bounds in float32');
      expect(said.match(/certificate:/g)).toHaveLength(1); // of the first

      const [proved, bare] = [await cases(`${name}.jsonl`), await cases(`${name}-no-proofs.jsonl`)];
      expect(bare).toHaveLength(count);
      expect(verdicts(bare)).toEqual(verdicts(proved));
      // something came to what looks for proofs
      expect(proved.some(({ evidence }) => evidence.length > 0)).toBe(true);
      expect(bare.every(({ evidence }) => evidence.length === 0)).toBe(true);
      expect(existsSync(join(out, `${name}-no-proofs.certificate.json`))).toBe(false);
      const written = JSON.parse(await readFile(join(out, `${name}-no-proofs.json`), 'utf8'));
      expect(written.proofs).toBe('none');
      expect(JSON.parse(await readFile(join(out, `${name}.json`), 'utf8'))).not.toHaveProperty('proofs');
      expect(await readFile(report, 'utf8')).toContain('No proofs were made');
    });

    it('is not gone on from by what makes proofs, and the other way round', async () => {
      const [own, other] = [join(out, `${name}-no-proofs.jsonl`), join(out, `${name}.jsonl`)];
      const before = await readFile(other, 'utf8');
      await cp(own, other);
      expect(await ibp('certify', out, ...flags, ...method)).toMatch(
        /journal: expected proofs unset, got "none" in .*certify-0\.04\.jsonl/,
      );
      await rm(other);
      await cp(own, `${own}.kept`);
      // by itself it makes what is missing
      expect(await ibp('certify', out, ...flags, ...method)).toBe('');
      expect(verdicts(await cases(`${name}.jsonl`))).toEqual(
        verdicts(await cases(`${name}-no-proofs.jsonl`)),
      );
      expect(before.split('\n')[0]).toBe((await linesOf(`${name}.jsonl`))[0]);
      const certificate = join(out, `${name}.certificate.json`);
      expect(await ibp('check', certificate, out, ...flags.slice(0, 6))).toBe('');
      await cp(other, own);
      expect(await ibp('certify', out, ...flags, ...method, '--no-proofs')).toMatch(
        /journal: expected proofs "none", got unset in .*no-proofs\.jsonl/,
      );
    });
  },
);

it('refuses what is about proofs beside it', async () => {
  const refused = (...more: string[]) => ibp('certify', out, ...flags, '--no-proofs', ...more);
  expect(await refused('--mode', 'rigorous', '--gzip')).toContain(
    '--no-proofs: expected nothing about proofs beside it, got --mode rigorous and --gzip',
  );
  expect(await refused('--arithmetic', 'any-order-float32')).toContain('got --arithmetic any-order-float32');
  expect(await refused('--baseline', join(out, `${name}.certificate.json`))).toContain('got --baseline');
});

it('puts shards together that have no proofs', async () => {
  const few = [...flags, '--test-examples', '4', '--complete', 'mip', '--no-proofs', '--restart'];
  for (const part of ['1/2', '2/2']) expect(await ibp('certify', out, ...few, '--shard', part)).toBe('');
  log.mockClear();
  expect(await ibp('campaign', 'collect', out, ...few, '--shards', '2')).toBe('');
  const said = log.mock.calls.join('\n');
  expect(said).toContain('no proofs were made');
  expect(said).not.toMatch(/certificate|confirmed/);
});
