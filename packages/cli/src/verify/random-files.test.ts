import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { selectBackend } from '@ibp/backend';
import { plainFromOnnx } from '@ibp/onnx/import';
import { exactMaximum, stream } from '@ibp/testing';
import { onnxGraph } from './testing-onnx';
import { verifyFiles } from './verify-files';

/** Twenty times as many at night. */
const runs = 4 * Number(process.env.IBP_RANDOM_RUNS ?? 1);

let folder: string;
beforeAll(async () => {
  await selectBackend({ log: () => undefined });
  folder = await mkdtemp(join(tmpdir(), 'ibp-random-'));
});
afterAll(() => rm(folder, { recursive: true }));

type Drawn = { readonly name: string; readonly units: number };

/** A graph of two inputs with branches that come together, few of whose units have kinks; and how its nodes are called. */
function drawn(seed: number): { readonly bytes: Uint8Array; readonly ops: readonly string[] } {
  const next = stream(seed + 1);
  const one = <T>(of: readonly T[]): T => of[Math.floor(next() * of.length)]!;
  const { node, floats, file } = onnxGraph();
  const ops: string[] = [];
  const add: typeof node = (op, ...more) => {
    ops.push(op);
    return node(op, ...more);
  };
  const numbers = (count: number) => Array.from({ length: count }, () => Math.fround(3 * next() - 1.5));
  const gemm = ({ name, units }: Drawn, to: number): Drawn => {
    const weights = [floats([units, to], numbers(units * to)), floats([to], numbers(to))];
    return { name: add('Gemm', [name, ...weights]), units: to };
  };
  const bent = ({ name, units }: Drawn): Drawn => ({
    name: add(one(['Relu', 'Relu', 'LeakyRelu', 'Abs']), [name]),
    units,
  });
  const residual = (x: Drawn): Drawn => {
    const branch = one([(y: Drawn) => y, (y: Drawn) => gemm(y, x.units)])(bent(gemm(x, x.units)));
    const names = next() < 0.5 ? [x.name, branch.name] : [branch.name, x.name];
    return { ...x, name: add(one(['Add', 'Sub', 'Max', 'Min']), names) };
  };
  const beside = (x: Drawn): Drawn => ({
    name: add('Concat', [x.name, bent(gemm(x, 1)).name], { axis: 1 }),
    units: x.units + 1,
  });
  const scaled = (x: Drawn): Drawn => ({ ...x, name: add('Mul', [x.name, floats([1], numbers(1))]) });
  let x: Drawn = one([gemm, residual])({ name: 'x', units: 2 }, 2);
  for (let k = 0; k < 3; k++) x = one([residual, residual, beside, scaled, bent])(x);
  const y = gemm(x, 2);
  return { bytes: file(2, y.name, 2), ops };
}

/** Whether an input from -1 to 1 has a first output of `most` or more, or one of `least` or less. */
const asked = (most: number, least: number): string => `
(declare-const X_0 Real)(declare-const X_1 Real)(declare-const Y_0 Real)(declare-const Y_1 Real)
(assert (and (>= X_0 -1) (<= X_0 1) (>= X_1 -1) (<= X_1 1)))
(assert (or (and (>= Y_0 ${most})) (and (<= Y_0 ${least}))))`;

it(`answers of ${runs} random files of branches are those of enumerating all linear pieces`, async () => {
  const box = { lower: Float64Array.of(-1, -1), upper: Float64Array.of(1, 1) };
  const seen = new Set<string>();
  const [onnx, vnnlib] = [join(folder, 'net.onnx'), join(folder, 'asked.vnnlib')];
  for (let seed = 0; seed < runs; seed++) {
    const { bytes, ops } = drawn(seed);
    for (const op of ops) seen.add(op);
    await writeFile(onnx, bytes);
    const plain = plainFromOnnx(bytes);
    const greatest = (sign: 1 | -1) =>
      sign * exactMaximum(plain, box, { c: Float64Array.of(sign, 0), d: Float64Array.of(0) });
    const [least, most] = [greatest(-1), greatest(1)];
    const little = 1e-3 * (1 + Math.abs(least) + Math.abs(most));
    const about = `seed ${seed}: ${ops.join(' ')}`;
    for (const [above, below, answer] of [
      [little, little, 'unsat'],
      [-little, little, 'sat'],
      [little, -little, 'sat'],
    ] as const) {
      await writeFile(vnnlib, asked(most + above, least - below));
      const { verification } = await verifyFiles({ onnx, vnnlib, timeout: 60, confirm: 60 });
      expect([about, verification.reason, verification.answer]).toEqual([about, undefined, answer]);
      expect([about, verification.open, verification.confirmed]).toEqual([about, undefined, true]);
    }
  }
  expect(seen.size).toBeGreaterThanOrEqual(6);
});
