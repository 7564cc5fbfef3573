import { gzipSync } from 'fflate';
import { parseIdx } from './idx';

const file = Uint8Array.of(0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6);

it('reads shape and values, gzipped or not, also from the middle of a buffer', () => {
  const expected = { shape: [2, 3], data: Uint8Array.of(1, 2, 3, 4, 5, 6) };
  expect(parseIdx(file)).toEqual(expected);
  expect(parseIdx(gzipSync(file))).toEqual(expected);
  expect(parseIdx(Uint8Array.of(9, 9, 9, ...file).subarray(3))).toEqual(expected);
});

it('reads dimensions past 255', () => {
  expect(parseIdx(Uint8Array.of(0, 0, 8, 1, 0, 0, 1, 4, ...new Uint8Array(260))).shape).toEqual([260]);
});

it.each([
  [file.subarray(0, -1), 'expected 6 bytes for shape [2,3], got 5'],
  [Uint8Array.of(...file, 0), 'expected 6 bytes for shape [2,3], got 7'],
  [file.subarray(0, 10), 'expected a header of 12 bytes, got 10'],
  [Uint8Array.of(1, ...file), 'expected an idx file of bytes (00 00 08 rank), got magic 01 00 00 08'],
  [Uint8Array.of(0, 0, 13, 1), 'expected an idx file of bytes (00 00 08 rank), got magic 00 00 0d 01'],
  [Uint8Array.of(), 'expected an idx file of bytes (00 00 08 rank), got magic (empty file)'],
  [gzipSync(file).subarray(0, 20), 'expected a whole gzip file, got a damaged one (unexpected EOF)'],
])('refuses a damaged file', (bytes, message) => {
  expect(() => parseIdx(bytes, 'x.idx')).toThrow(
    expect.objectContaining({ name: 'DataError', message: `x.idx: ${message}` }),
  );
});
