import { fixture } from '../fixture';
import type { NdArray } from './ndarray';
import { parsePickle } from './pickle';

it.each([2, 3, 4, 5])('reads arrays, lists and numbers of protocol %p', (protocol) => {
  const value = parsePickle(fixture(`imagenet64_protocol${protocol}.pickle`));
  const { data, labels, mean } = value as { data: NdArray; labels: number[]; mean: NdArray };
  expect(data.shape).toEqual([3, 12288]);
  expect(data.data).toHaveLength(3 * 12288);
  expect(data.data[12288 + 4096 + 64 * 2 + 5]).toBe((31 + 14 + 15 + 80) % 256);
  expect(labels).toEqual([1, 500, 1000]);
  expect(mean.data).toEqual(new Float64Array(12288).fill(127.5));
});

const bytes = fixture('imagenet64_protocol4.pickle');

it('refuses a damaged file', () => {
  expect(() => parsePickle(bytes.subarray(0, 20_000), 'val_data')).toThrow(
    /^val_data: expected a whole Python pickle, got a damaged one \(Expected \d+ more bytes/,
  );
  expect(() => parsePickle(new Uint8Array(0), 'val_data')).toThrow(
    /^val_data: expected a whole Python pickle/,
  );
  expect(() => parsePickle(new TextEncoder().encode('<html>'), 'x')).toThrow(
    /^x: expected a whole Python pickle/,
  );
});

it('constructs nothing but arrays', () => {
  const evil = new TextEncoder().encode("cos\nsystem\n(S'true'\ntR.");
  expect(() => parsePickle(evil, 'x')).toThrow('it holds a os.system; only NumPy arrays of numbers are read');
});
