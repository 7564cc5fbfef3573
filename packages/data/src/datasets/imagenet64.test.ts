import { zipSync } from 'fflate';
import { fixture } from '../fixture';
import { imagenet64Dataset, parseImagenet64 } from './imagenet64';

const pickle = fixture('imagenet64_protocol3.pickle');
const expected = Uint8Array.from({ length: 3 * 12288 }, (_, i) => {
  const [c, w, h, n] = [i % 3, Math.floor(i / 3) % 64, Math.floor(i / 192) % 64, Math.floor(i / 12288)];
  return (31 * n + 7 * h + 3 * w + 80 * c) % 256;
});

it.each([
  'imagenet64_protocol2.pickle',
  'imagenet64_protocol3.pickle',
  'imagenet64_protocol4.pickle',
  'imagenet64_protocol5.pickle',
  'imagenet64.npz',
])('reads %s: pixels interleaved, labels from 0', (name) => {
  const { images, labels } = parseImagenet64(fixture(name));
  expect([...labels]).toEqual([0, 499, 999]);
  expect(images).toEqual(expected);
});

it('joins batches', () => {
  const batch = parseImagenet64(pickle);
  const dataset = imagenet64Dataset([batch, batch]);
  expect(dataset).toMatchObject({ count: 6, shape: [64, 64, 3], classes: 1000 });
  expect([...dataset.labels]).toEqual([0, 499, 999, 0, 499, 999]);
  expect(dataset.images.subarray(3 * 12288)).toEqual(expected);
});

it('refuses other content', () => {
  expect(() => parseImagenet64(zipSync({}), 'x.npz')).toThrow(
    'x.npz: expected data of bytes [count, 12288] and labels, got no array named data',
  );
  // the 500 in the list of labels, as a two-byte integer, becomes 1524
  const at = pickle.findIndex((byte, i) => byte === 0x4d && pickle[i + 1] === 0xf4 && pickle[i + 2] === 0x01);
  const wrong = pickle.slice();
  wrong[at + 2] = 5;
  expect(() => parseImagenet64(wrong, 'val_data')).toThrow(
    'val_data: expected labels in 1..1000, got 1524 at index 1',
  );
  expect(() => parseImagenet64(Uint8Array.of(0x4e, 0x2e), 'x')).toThrow('got no array named data');
});
