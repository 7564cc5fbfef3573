import { zlibSync } from 'fflate';
import { fixture } from '../fixture';
import { parseMat5 } from './mat5';

it('reads what SciPy wrote, compressed', () => {
  const { X, y } = parseMat5(fixture('svhn_compressed.mat'));
  expect(X!.shape).toEqual([32, 32, 3, 12]);
  expect(y!.shape).toEqual([12, 1]);
  expect([...y!.data]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 1, 2]);
  // the first index runs fastest: row 3 of column 2, channel 1, image 4
  expect(X!.data[3 + 32 * (2 + 32 * (1 + 3 * 4))]).toBe((400 + 48 + 6 + 50) % 256);
});

it('reads uncompressed bytes and doubles', () => {
  const { X, y } = parseMat5(fixture('svhn_plain_2.mat'));
  expect(X!.shape).toEqual([32, 32, 3, 2]);
  expect(y!.data).toEqual(Float64Array.of(1, 2));
});

const plain = fixture('svhn_plain_2.mat');
const edited = (at: number, value: number) => Uint8Array.from(plain, (byte, i) => (i === at ? value : byte));

it.each([
  [plain.subarray(0, 3000), 'expected 6200 bytes at 136, the file ends at 3000'],
  [plain.subarray(0, 132), 'expected an 8-byte tag at 128, the file ends first'],
  [edited(126, 77), 'expected a little-endian MATLAB 5 file, got a header starting "MATLAB"'],
  [
    new TextEncoder().encode('<html>Not found</html>'),
    'expected a little-endian MATLAB 5 file, got a header starting "<html>"',
  ],
  [new Uint8Array(0), 'expected a little-endian MATLAB 5 file, got a header starting ""'],
  // the number of images in the shape of X
  [edited(172, 3), 'expected 9216 values for X of shape [32,32,3,3], got 6144'],
])('refuses a damaged file %#', (bytes, message) => {
  expect(() => parseMat5(bytes, 'x.mat')).toThrow(
    expect.objectContaining({ name: 'DataError', message: `x.mat: ${message}` }),
  );
});

it('refuses damaged compressed data', () => {
  const cut = zlibSync(plain.subarray(128)).subarray(0, 200);
  const element = new Uint8Array(136 + cut.length);
  element.set(plain.subarray(0, 128));
  new DataView(element.buffer).setUint32(128, 15, true);
  new DataView(element.buffer).setUint32(132, cut.length, true);
  element.set(cut, 136);
  expect(() => parseMat5(element, 'x.mat')).toThrow(
    'x.mat: expected whole compressed data, got damaged data (unexpected EOF)',
  );
});
