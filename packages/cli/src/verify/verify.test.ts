import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { readCommand } from '../flags';
import { ibpFront } from '../front/ibp';
import { checkFilesCommand } from './check-files-command';
import { property, writeFiles } from './testing';
import { verifyCommand } from './verify-command';

let folder: string;
let files: Awaited<ReturnType<typeof writeFiles>>;
let log: jest.SpyInstance;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ibp-verify-'));
  files = await writeFiles(folder);
});
beforeEach(() => {
  log = jest.spyOn(console, 'log').mockReturnValue();
  jest.spyOn(console, 'error').mockReturnValue();
});
afterEach(() => {
  jest.restoreAllMocks();
  process.exitCode = undefined;
});
afterAll(() => rm(folder, { recursive: true }));

/** The answer to a text, with the exit code. */
async function answerTo(text: string): Promise<string> {
  const file = join(folder, 'asked.vnnlib');
  await writeFile(file, text);
  const { answer, reason } = await verifyCommand(files.onnx, file, { timeout: 300 });
  return `${answer} ${process.exitCode}${reason === undefined ? '' : `: ${reason}`}`;
}

it('writes unsat where the property holds', async () => {
  const result = join(folder, 'result.txt');
  const verification = await verifyCommand(files.onnx, files.vnnlib('holds'), { result, timeout: 300 });
  expect(verification.answer).toBe('unsat');
  expect(await readFile(result, 'utf8')).toBe('unsat\n');
  expect(process.exitCode).toBe(0);
});

it('writes sat and what it found where it does not', async () => {
  const result = join(folder, 'result.txt');
  await verifyCommand(files.onnx, files.vnnlib('broken'), { result, timeout: 300 });
  const text = await readFile(result, 'utf8');
  const number = '(-?[\\d.e+-]+)';
  const form = new RegExp(
    `^sat\\n\\(\\(X_0 ${number}\\)\\n \\(X_1 ${number}\\)\\n \\(Y_0 ${number}\\)\\n \\(Y_1 ${number}\\)\\)\\n$`,
  );
  const [x0, x1, y0, y1] = form.exec(text)!.slice(1).map(Number) as [number, number, number, number];
  expect([x0, x1].every((x) => Math.fround(x) === x && Math.abs(x) <= 1)).toBe(true);
  expect(y0).toBeCloseTo(Math.abs(x0) + x1, 5);
  expect(y0).toBeGreaterThanOrEqual(1.5);
  expect(y1).toBeCloseTo(1, 5);
  expect(process.exitCode).toBe(1);
});

it('writes what it found in the form of version 2.0', async () => {
  const file = join(folder, 'two.vnnlib');
  await writeFile(
    file,
    `(vnnlib-version <2.0>)(declare-network f (declare-input X float32 [1,2])(declare-output Y real [2]))
    (assert (and (>= X[0,0] -1.0) (<= X[0,0] 1.0) (>= X[0,1] -1.0) (<= X[0,1] 1.0)))(assert (>= Y[0] 1.5))`,
  );
  await verifyCommand(files.onnx, file, { timeout: 300 });
  const lines = log.mock.calls.join('\n').split('\n');
  expect(lines).toHaveLength(7);
  expect([lines[0], lines[1], lines[4]]).toEqual(['sat', 'X float32 [1,2]', 'Y real [2]']);
  expect(Number(lines[5])).toBeGreaterThanOrEqual(1.5);
});

it('takes packed files, by their names with .gz and without', async () => {
  const [onnx, vnnlib] = [join(folder, 'packed.onnx'), join(folder, 'packed.vnnlib')];
  await writeFile(`${onnx}.gz`, gzipSync(await readFile(files.onnx)));
  await writeFile(`${vnnlib}.gz`, gzipSync(await readFile(files.vnnlib('holds'))));
  for (const end of ['', '.gz']) {
    expect(await verifyCommand(`${onnx}${end}`, `${vnnlib}${end}`, { timeout: 300 })).toMatchObject({
      answer: 'unsat',
    });
  }
  const named = await verifyCommand(`[('f', '${onnx}')]`, vnnlib, { timeout: 300 });
  expect(named.answer).toBe('unsat');
});

it('takes constraints of inputs, and comparisons of inputs with outputs', async () => {
  // outputs are |x_0| + x_1 and 1
  const below = (most: number) =>
    `(assert (>= Y_0 1.5))(assert (<= (+ X_0 (* 2 X_1)) ${most}))(assert (>= X_0 0))`;
  expect(await answerTo(property(below(1.9)))).toBe('unsat 0'); // x_0 + x_1 >= 1.5 makes it 2 at least
  expect(await answerTo(property(below(2.1)))).toBe('sat 1');
  expect(await answerTo(property('(assert (>= (- Y_0 X_1) (+ Y_1 0.1)))'))).toBe('unsat 0');
  expect(await answerTo(property('(assert (>= (- Y_0 X_1) (- Y_1 0.1)))'))).toBe('sat 1');
  const file = join(folder, 'constrained.vnnlib');
  await writeFile(file, property(below(1.9)));
  const proof = join(folder, 'constrained.json');
  await verifyCommand(files.onnx, file, { certificate: proof, timeout: 300 });
  expect((await checkFilesCommand(files.onnx, file, proof, {})).confirmed).toMatchObject({ verified: 1 });
  await writeFile(file, property(below(1.8)));
  expect((await checkFilesCommand(files.onnx, file, proof, {})).sound).toBe(false);
});

it('asks every part of a file: of boxes that differ, of an or', async () => {
  const part = (lower: number, upper: number, least: number) =>
    `(and (>= X_0 ${lower}) (<= X_0 ${upper}) (>= Y_0 ${least}))`;
  const either = (...parts: string[]) => property(`(assert (or ${parts.join(' ')}))`, '');
  expect(await answerTo(either(part(-1, 0, 2.1), part(0, 1, 2.1)))).toBe('unsat 0');
  expect(await answerTo(either(part(-1, 0, 2.1), part(0, 1, 1.9)))).toBe('sat 1');
  // no input at all
  expect(await answerTo(property('(assert (>= X_0 3))'))).toBe('unsat 0');
  // any output
  expect(await answerTo(property(''))).toBe('sat 1');
});

it('refuses tensors that are not those of the network, or not in its order', async () => {
  const two = (tensors: string) =>
    answerTo(
      `(vnnlib-version <2.0>)(declare-network f ${tensors} (declare-output Y real [2]))(assert (>= Y[0] 1.5))`,
    );
  expect(await two('(declare-input A real [1])(declare-input B real [1])')).toMatch(
    /^error 2: .*net.onnx: expected 1 inputs of the network, got 2 in the property$/,
  );
  expect(await two('(declare-input A real [3])')).toMatch(/expected input A of 2 values, got 3$/);
  expect(await two('(declare-input A real [2] "other")')).toMatch(
    /expected inputs in the order of the network, \S+ at 0, got other$/,
  );
});

it('finds nothing that the file does not ask for', async () => {
  // strict comparisons count with their ends: an attack finds inputs with x_0 = 1, which is not above 1
  expect(await answerTo(property('(assert (> X_0 1))(assert (>= Y_0 1.5))'))).toBe(
    'unknown 2: what was found is not what the file asks for, or not in onnxruntime',
  );
});

it('proves an answer in exact arithmetic, and checks the proof with other code', async () => {
  const certificate = join(folder, 'certificate.json');
  for (const [name, other] of [
    ['holds', 'broken'],
    ['broken', 'holds'],
  ] as const) {
    const verification = await verifyCommand(files.onnx, files.vnnlib(name), { certificate, timeout: 300 });
    expect(verification).toMatchObject({ confirmed: true });
    const { confirmed } = await checkFilesCommand(files.onnx, files.vnnlib(name), certificate, {});
    expect(confirmed).toEqual(
      name === 'holds' ? { verified: 1, falsified: 0 } : { verified: 0, falsified: 1 },
    );
    expect(process.exitCode).toBe(0);
    // it is no proof of another property
    const { sound } = await checkFilesCommand(files.onnx, files.vnnlib(other), certificate, {});
    expect([sound, process.exitCode]).toEqual([false, 1]);
  }
});

it('says why there is no answer', async () => {
  expect(await answerTo(property('(assert (>= Y_0 3))', ''))).toBe(
    'unknown 2: input 0 of X has no finite ends',
  );
  expect(await answerTo('(declare-const X_0 Real)\n(assert (>= X_0 0))')).toMatch(
    /^error 2: .*asked.vnnlib: parseVnnlib: 2:1: expected Y_0 to be declared/,
  );
  const other = '(declare-const X_0 Real)(declare-const Y_0 Real)(assert (= X_0 0))';
  expect(await answerTo(other)).toBe(
    "error 2: expected a property of the network's 2 inputs and 2 outputs, got one of 1 and 1",
  );
  const result = join(folder, 'result.txt');
  await verifyCommand(join(folder, 'none.onnx'), files.vnnlib('holds'), { result });
  expect(await readFile(result, 'utf8')).toBe('error\n');
});

describe('in any-order-float32', () => {
  const arithmetic = 'any-order-float32' as const;

  it('an answer is one that is proved for it, and its certificate says so', async () => {
    const certificate = join(folder, 'any-order.json');
    const held = await verifyCommand(files.onnx, files.vnnlib('holds'), { arithmetic, certificate });
    expect(held).toMatchObject({ answer: 'unsat', confirmed: true });
    expect(JSON.parse(await readFile(certificate, 'utf8')).arithmetic).toBe(arithmetic);
    const check = (flags: { readonly arithmetic?: typeof arithmetic }) =>
      checkFilesCommand(files.onnx, files.vnnlib('holds'), certificate, flags);
    expect((await check({ arithmetic })).confirmed.verified).toBe(1);
    expect((await check({})).examples[0]!.reason).toContain('hold in any-order-float32, not in real');
    const broken = await verifyCommand(files.onnx, files.vnnlib('broken'), { arithmetic });
    expect(broken).toMatchObject({ answer: 'sat', confirmed: true });
  });

  it('what real numbers alone prove is no answer', async () => {
    // the first output is 2 at most, in real numbers
    const file = join(folder, 'thin.vnnlib');
    await writeFile(file, property(`(assert (>= Y_0 ${2 + 2 ** -24}))`));
    expect((await verifyCommand(files.onnx, file, { confirm: 20 })).answer).toBe('unsat');
    // no time suffices: there is nothing to find
    const open = await verifyCommand(files.onnx, file, { confirm: 2, arithmetic });
    expect(open).toMatchObject({ answer: 'unknown', confirmed: false });
    expect(open.reason).toBe('unsat of real numbers, and not in any-order-float32');
  });

  it('benchmarks are of real numbers', async () => {
    const { invocation } = readCommand(ibpFront, [
      'verify',
      '--instances',
      'x.csv',
      '--arithmetic',
      arithmetic,
    ]);
    if (invocation.command !== 'other') throw new Error('expected a command of files');
    await expect(invocation.perform()).rejects.toThrow(
      '--arithmetic: expected real beside --instances, got any-order-float32',
    );
  });
});
