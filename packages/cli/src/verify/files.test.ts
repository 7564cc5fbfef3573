import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCommand } from '../flags';
import { ibpFront } from '../front/ibp';
import { property, writeFiles } from './testing';

let folder: string;
let files: Awaited<ReturnType<typeof writeFiles>>;
let log: jest.SpyInstance;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ibp-files-'));
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

/** What a command line prints, as `ibp` performs it. */
async function ibp(...argv: string[]): Promise<string> {
  log.mockClear();
  const { invocation } = readCommand(ibpFront, argv);
  if (invocation.command !== 'other')
    throw new Error(`expected a command of files, got ${invocation.command}`);
  await invocation.perform();
  return log.mock.calls.join('\n');
}

async function asked(text: string): Promise<string> {
  const file = join(folder, 'asked.vnnlib');
  await writeFile(file, text);
  return file;
}

/** Unsafe if the first output, |x_0| + x_1, comes to the one end in the right half of the box, to the other in the left. */
const halves = (right: number, left: number): string =>
  property(
    `(assert (or (and (>= X_0 0) (<= X_0 1) (>= Y_0 ${right})) (and (>= X_0 -1) (<= X_0 0) (>= Y_0 ${left}))))`,
    '',
  );

describe('radius of files', () => {
  it('finds how far a property holds, and from where on it does not', async () => {
    const found = JSON.parse(await ibp('radius', files.onnx, files.vnnlib('broken'), '--json'));
    // |x_0| + x_1 >= 1.5 needs a scaling of 0.75
    expect(found.properties).toEqual([
      expect.objectContaining({ property: 0, certified: expect.closeTo(0.75, 2) }),
    ]);
    expect(found.certified).toBeLessThan(0.75);
    expect(found.falsified).toBeGreaterThanOrEqual(0.75);
    expect(found.falsified - found.certified).toBeLessThanOrEqual(1e-3);
    const [x0, x1] = found.properties[0].witness;
    expect(Math.abs(x0) + x1).toBeGreaterThanOrEqual(1.5 - 1e-6);
  });

  it('goes beyond the box of the file where it is asked to', async () => {
    const flags = ['--most', '2', '--tolerance', '0.01'];
    const text = await ibp('radius', files.onnx, files.vnnlib('holds'), ...flags);
    expect(text).toMatch(/│ 0 +│ 1\.2\d* +│ 1\.2\d* +│/);
    expect(await ibp('radius', files.onnx, files.vnnlib('holds'))).toMatch(/│ 0 +│ 1 +│ none found +│ 2 /);
  });

  it('asks each property of a file, or one', async () => {
    // about (0.5, 0) |x_0| + x_1 is 0.5 + 1.5 s at most
    const file = await asked(halves(1.25, 3));
    const text = await ibp('radius', files.onnx, file, '--tolerance', '0.01');
    expect(text).toMatch(/│ 0 +│ 0\.(49|50)/);
    expect(text).toMatch(/│ 1 +│ 1 +│ none found/);
    expect(text).toMatch(/all of them hold up to 0\.\d+; broken from: 0\.5/);
    expect(await ibp('radius', files.onnx, file, '--property', '1')).not.toContain('│ 0 ');
    await expect(ibp('radius', files.onnx, file, '--property', '2')).rejects.toThrow(
      'asked.vnnlib: expected a property from 0 to 1 (--property), got 2',
    );
    expect(await ibp('radius', files.onnx, await asked(halves(-1, 3)))).toContain('not even the middle');
  });
});

describe('explain of files', () => {
  it('gives margins of the methods, and the looseness of layers', async () => {
    const json = join(folder, 'why.json');
    const text = await ibp('explain', files.onnx, files.vnnlib('holds'));
    expect(text).toMatch(/unsafe if +│ seen +│ ibp +│ crownIbp +│ crown +│ alphaCrown/);
    expect(text).toContain('width seen');
    await ibp('explain', files.onnx, files.vnnlib('holds'), '--json', json);
    const [{ boxes }] = JSON.parse(await readFile(json, 'utf8')).properties;
    // 2 - 2.5; intervals lose nothing where lines of relu do: both parts of |x_0| may be 1 at once
    expect(boxes[0].seen[0]).toBeCloseTo(-0.5, 5);
    expect(boxes[0].margins[0].alphaCrown).toBeCloseTo(-0.5, 2);
    expect(boxes[0].margins[0].ibp).toBeCloseTo(0.5, 4);
  });
});

describe('attack of files', () => {
  it('gives what breaks a property in the form of the competition, or nothing', async () => {
    expect(await ibp('attack', files.onnx, files.vnnlib('broken'))).toMatch(
      /^sat\n\(\(X_0 .*\n.*\n.*\n.*\)\)$/,
    );
    expect(process.exitCode).toBe(1);
    expect(await ibp('attack', files.onnx, files.vnnlib('holds'), '--pgd-restarts', '2')).toBe('unknown');
    expect(process.exitCode).toBe(0);
    // strict comparisons are strict: x_0 = 1 is not above 1
    expect(await ibp('attack', files.onnx, await asked(property('(assert (> X_0 1))')))).toBe('unknown');
  });
});

it('refuses what is wrong by one clear error', async () => {
  const refused = async (...argv: string[]): Promise<string> => {
    const exit = jest.spyOn(process, 'exit').mockImplementation((code) => {
      throw new Error(`ended with ${code}`);
    });
    const written = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    try {
      await ibp(...argv);
      return 'not refused';
    } catch (error) {
      return `${(error as Error).message}: ${written.mock.calls.join('').split('\n')[0]}`;
    } finally {
      exit.mockRestore();
      written.mockRestore();
    }
  };
  const [net, holds] = [files.onnx, files.vnnlib('holds')];
  expect(await refused('radius', net, holds, '--data', 'digits')).toBe(
    "ended with 2: error: option '--data <what>' is not for a file of properties",
  );
  expect(await refused('radius', net, holds, '--arithmetic', 'any-order-float32')).toMatch(
    "option '--arithmetic <name>' is not for a file of properties",
  );
  expect(await refused('attack', net, holds, '--epsilon', '0.1')).toMatch(
    "option '--epsilon <radius>' is not",
  );
  expect(await refused('explain', net, holds, '--on', 'test')).toMatch("option '--on <images>' is not for");
  expect(await refused('explain', net)).toMatch('expected a VNN-LIB file after the network, got none');
  expect(await refused('radius', 'runs/none', '--property', '0')).toMatch(
    "'--property <k>' is for a file of",
  );
  expect(await refused('explain', 'first', 'runs/none')).toMatch('Expected a whole number of 0 or more');
  for (const command of ['radius', 'explain', 'attack']) {
    expect(await refused(command, net, join(folder, 'none.vnnlib'))).toMatch(
      /none.vnnlib: expected a file that can be read/,
    );
  }
  expect(await refused('radius', net, await asked('(assert'))).toMatch(/asked.vnnlib: parseVnnlib: 1:/);
  const endless = await asked(property('(assert (>= Y_0 3))', ''));
  expect(await refused('radius', net, endless)).toMatch(/boxes of finite ends, got that input 0 of X/);
  const other = await asked('(declare-const X_0 Real)(declare-const Y_0 Real)(assert (= X_0 0))');
  expect(await refused('explain', net, other)).toMatch('2 inputs and 2 outputs, got one of 1 and 1');
  const empty = await asked(property('(assert (>= X_0 3))'));
  expect(await refused('attack', net, empty)).toMatch(
    'expected a property, got none: no input is in its boxes',
  );
});
