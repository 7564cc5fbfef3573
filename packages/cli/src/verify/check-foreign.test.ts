import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { checkFilesCommand } from './check-files-command';
import { checkForeignCommand, checkMarabouCommand } from './check-foreign-command';
import { property, writeFiles } from './testing';

let folder: string;
let files: Awaited<ReturnType<typeof writeFiles>>;
let log: jest.SpyInstance;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ibp-foreign-'));
  files = await writeFiles(folder);
});
beforeEach(() => {
  log = jest.spyOn(console, 'log').mockReturnValue();
});
afterEach(() => {
  jest.restoreAllMocks();
  process.exitCode = undefined;
});
afterAll(() => rm(folder, { recursive: true }));

// |x_0| + x_1, of three units, is at most 2
const aptp = (least: number) =>
  property(
    `(declare-pwl N_1 N_2 N_3 ReLU) (assert (>= Y_0 ${least})) (assert (or (and (>= N_1 0)) (and (< N_1 0))))`,
  );
const file = async (name: string, text: string | Uint8Array) => {
  await writeFile(join(folder, name), text);
  return join(folder, name);
};
const said = () => log.mock.calls.join('\n');

it('confirms what an APTP file states, and writes a certificate of it', async () => {
  const proof = await file('proof.aptp.gz', gzipSync(aptp(2.5)));
  const certificate = join(folder, 'made.json.gz');
  const given = { file: proof, network: files.onnx, property: undefined };
  await checkForeignCommand(given, { format: 'aptp', certificate });
  expect(process.exitCode).toBe(0);
  expect(said()).toContain('asked: what the proof itself states\nconfirmed: ');
  expect(said()).toContain('2 of 2 leaves hold as they are');
  expect(gunzipSync(await readFile(certificate)).toString()).toMatch(/^\{"format":"ibp-certificate"/);
  // the same as a file of the property asks: whoever has it need not know of the other format
  const asked = files.vnnlib('holds');
  await checkFilesCommand(files.onnx, asked, certificate, {});
  expect(process.exitCode).toBe(0);
});

it('confirms what is asked, and not what the file states', async () => {
  const given = { file: await file('proof.aptp', aptp(2.5)), network: files.onnx };
  await checkForeignCommand({ ...given, property: files.vnnlib('holds') }, { format: 'aptp' });
  expect(process.exitCode).toBe(0);
  await checkForeignCommand({ ...given, property: files.vnnlib('broken') }, { format: 'aptp' });
  expect(process.exitCode).toBe(1);
  expect(said()).toContain('not confirmable: ');
});

it('names the file that is none', async () => {
  const bad = await file('bad.aptp', '(declare-const');
  const given = { file: bad, network: files.onnx, property: undefined };
  await expect(checkForeignCommand(given, { format: 'aptp' })).rejects.toThrow('bad.aptp: parseAptp: 1:1');
  await expect(checkForeignCommand({ ...given, network: undefined }, { format: 'aptp' })).rejects.toThrow(
    'check: expected an ONNX file after the proof, got none',
  );
});

it('checks a proof of Marabou, of no network', async () => {
  const rows = [
    { var: 0, val: 1 },
    { var: 1, val: -1 },
  ];
  const query = { tableau: [rows], upperBounds: [2, 0.5], lowerBounds: [1, 0], constraints: [] };
  const proof = { ...query, proof: { contradiction: [{ var: 0, val: -1 }] } };
  const given = {
    file: await file('proof.json', JSON.stringify(proof)),
    network: undefined,
    property: undefined,
  };
  await checkMarabouCommand(given, { format: 'marabou' });
  expect(process.exitCode).toBe(0);
  expect(said()).toContain('confirmed: the query of the file has no solution');
  const open = { ...proof, upperBounds: [2, 1.5] };
  await checkMarabouCommand(
    { ...given, file: await file('open.json', JSON.stringify(open)) },
    { format: 'marabou' },
  );
  expect(process.exitCode).toBe(1);
  await expect(checkMarabouCommand({ ...given, network: 'net.onnx' }, { format: 'marabou' })).rejects.toThrow(
    'expected no network, got net.onnx',
  );
  const none = { ...given, file: await file('none.json', '{ "proof": {} }') };
  await expect(checkMarabouCommand(none, { format: 'marabou' })).rejects.toThrow('none.json: parseMarabou: ');
});
