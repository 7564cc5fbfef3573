import { zipSync } from 'fflate';
import { fixture } from '../fixture';
import { parseNpy, parseNpz } from './npz';

it('reads what NumPy wrote', () => {
  const { data, labels, mean } = parseNpz(fixture('imagenet64.npz'));
  expect(data!.shape).toEqual([3, 12288]);
  expect(data!.data[2 * 12288 + 2 * 4096 + 64 + 9]).toBe((62 + 7 + 27 + 160) % 256);
  expect(labels!.data).toEqual(BigInt64Array.of(1n, 500n, 1000n));
  expect(mean!.data[7]).toBe(127.5);
});

const npy = (header: string, values: number[]) =>
  Uint8Array.of(
    0x93,
    ...new TextEncoder().encode('NUMPY'),
    1,
    0,
    header.length,
    0,
    ...new TextEncoder().encode(header),
    ...values,
  );
const header = (descr: string, fortran = 'False', shape = '(3,)') =>
  `{'descr': '${descr}', 'fortran_order': ${fortran}, 'shape': ${shape}, }\n`;

it('reads a single array', () => {
  expect(parseNpy(npy(header('|u1'), [1, 2, 3]))).toEqual({ shape: [3], data: Uint8Array.of(1, 2, 3) });
  expect(parseNpy(npy(header('<u2', 'False', '(1, 1)'), [1, 2])).data).toEqual(Uint16Array.of(513));
});

it.each([
  [npy(header('|u1'), [1, 2]), 'expected 3 bytes for shape [3], got 2'],
  [
    npy(header('>u2'), [1, 2, 3, 4, 5, 6]),
    `expected little-endian numbers in C order, got header ${header('>u2').trim()}`,
  ],
  [
    npy(header('|u1', 'True'), [1, 2, 3]),
    `expected little-endian numbers in C order, got header ${header('|u1', 'True').trim()}`,
  ],
  [npy(header('<c8'), []), 'expected numbers (i1, u1, i2, u2, i4, u4, i8, u8, f4, f8), got type c8'],
  [new Uint8Array(20), 'expected a .npy file, got other bytes'],
])('refuses other arrays %#', (bytes, message) => {
  expect(() => parseNpz(zipSync({ 'a.npy': bytes }), 'x.npz')).toThrow(
    expect.objectContaining({ name: 'DataError', message: `x.npz: array a: ${message}` }),
  );
});

it('refuses a damaged zip', () => {
  expect(() => parseNpz(fixture('imagenet64.npz').subarray(0, 1000), 'x.npz')).toThrow(
    'x.npz: expected a whole .npz file, got a damaged one (invalid zip data)',
  );
});
