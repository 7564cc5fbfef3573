import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { packNumbers } from '@ibp/exact';
import { checkReport } from './check-report';
import { main } from './main';

const fixture = (file: string) => readFileSync(join(__dirname, '../../exact/fixtures', file));
const [certificate, network] = [fixture('certificate.json'), fixture('network.safetensors')];
const labels = [1, 2, 2, 1, 2, 0];
const x = (i: number) => Array.from({ length: 16 }, (_, k) => Math.fround(((7 * i + 3 * k) % 10) / 10));
const asked = (epsilon: number) => ({
  ...{ format: 'ibp-asked', version: 1, epsilon, range: [0, 1] },
  examples: labels.map((label, index) => ({
    index,
    region: { kind: 'ball', input: packNumbers(x(index)) },
    unsafe: { kind: 'other-class', label, classes: 3 },
  })),
});
const text = (value: unknown) => JSON.stringify(value);
const inputs = text(labels.map((_, i) => x(i)));

it('says in words what was proved of what was asked', async () => {
  const report = await checkReport({ certificate, network, asked: text(asked(0.02)) });
  expect(report).toMatchObject({ sound: true, asked: 6, confirmed: { verified: 3, falsified: 3 } });
  expect(report.text).toMatch(/^network {5}[0-9a-f]{64}\n {12}16 inputs, \d+ hidden units, 3 outputs\n/);
  expect(report.text).toContain(
    'asked       in the file given\nconfirmed 3 of 6: class of example i for all |x - x_i| <= 0.02 within [0, 1]\n',
  );
});

it('rejects what states less', async () => {
  const report = await checkReport({ certificate, network, asked: text(asked(0.03)) });
  expect(report).toMatchObject({ sound: false, confirmed: { verified: 0, falsified: 0 } });
  expect(report.text).toContain('example 1: verified: rejected: epsilon is 0.02, not 0.03');
  expect(report.text).toMatch(/REJECTED: /);
});

it('takes what a certificate states, with inputs from a file, and says so', async () => {
  const zipped = new Uint8Array(gzipSync(certificate));
  const report = await checkReport({ certificate: zipped, network, inputs });
  expect(report).toMatchObject({ sound: true, confirmed: { verified: 3, falsified: 3 } });
  expect(report.text).toContain('asked       as the certificate itself states it');
});

it('confirms nothing that was proved of real numbers where another arithmetic is asked for', async () => {
  const arithmetic = 'any-order-float32';
  const report = await checkReport({ certificate, network, inputs, arithmetic });
  expect(report).toMatchObject({ sound: false, confirmed: { verified: 0, falsified: 0 } });
  expect(report.text).toContain(`arithmetic  ${arithmetic}: `);
});

it.each<[string, Partial<Parameters<typeof checkReport>[0]>, string]>([
  ['no JSON', { certificate: '{' }, 'checkReport: expected a certificate in JSON, got '],
  [
    'what gzip packed, cut off',
    { certificate: new Uint8Array(gzipSync(certificate)).slice(0, 100) },
    'checkReport: expected a certificate in JSON, got ',
  ],
  ['another network', { network: new Uint8Array(9) }, 'decodePlainNetwork: '],
  ['no inputs', {}, 'askedIn: example 0: expected its input, got a hash'],
  ['inputs that are none', { inputs: '["x"]' }, 'inputs: expected a list of numbers for example 0'],
  ['inputs of no example', { inputs: '{ "a": [] }' }, 'inputs: expected indices of examples, got "a"'],
  ['no inputs at all', { inputs: '1' }, 'inputs: expected lists of numbers'],
])('is an error that names it: %s', async (_, change, message) => {
  await expect(checkReport({ certificate, network, ...change })).rejects.toThrow(message);
});

describe('the command', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ibp-check-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const file = (name: string, data: string | Uint8Array) => {
    writeFileSync(join(folder, name), data);
    return join(folder, name);
  };
  const run = async (...args: string[]) => {
    const said: string[] = [];
    return { code: await main(args, (line) => said.push(line)), said: said.join('\n') };
  };

  it('ends with what it found', async () => {
    const given = [file('run.json', certificate), '--network', file('net.safetensors', network)];
    const ask = (epsilon: number) => ['--asked', file(`${epsilon}.json`, text(asked(epsilon)))];
    expect(await run(...given, ...ask(0.02))).toMatchObject({
      code: 0,
      said: expect.stringContaining('confirmed 3 of 6'),
    });
    expect((await run(...given, ...ask(0.03))).code).toBe(1);
    expect((await run(...given, '--inputs', file('inputs.json', inputs))).code).toBe(0);
    expect(await run(...given)).toMatchObject({
      code: 2,
      said: expect.stringContaining('ibp-check: askedIn: '),
    });
    expect(await run(given[0]!)).toMatchObject({ code: 2, said: expect.stringContaining('--network') });
    expect(await run('--network', 'none', 'none')).toMatchObject({
      code: 2,
      said: expect.stringContaining('ENOENT'),
    });
    expect(await run('--help')).toMatchObject({
      code: 0,
      said: expect.stringContaining('ibp-check CERTIFICATE'),
    });
    expect((await run('--nothing')).code).toBe(2);
    const numbers = ['--inputs', file('inputs.json', inputs)];
    expect((await run(...given, ...numbers, '--arithmetic', 'any-order-float32')).code).toBe(1);
    expect(await run(...given, ...numbers, '--arithmetic', 'float8')).toEqual({
      code: 2,
      said: 'ibp-check: --arithmetic: expected real or any-order-float32, got float8',
    });
  });
});
