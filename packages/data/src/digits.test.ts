import { createHash } from 'node:crypto';
import type { Dataset } from './core/dataset';
import { embeddedDigits } from './digits';
import { fixture } from './fixture';

const digests = ({ images, labels }: Dataset): string[] =>
  Array.from(labels, (label, i) =>
    createHash('sha256')
      .update(images.subarray(784 * i, 784 * (i + 1)))
      .update(Uint8Array.of(label))
      .digest('hex'),
  );

it('holds exactly the first 10,000 training images of MNIST, byte for byte', async () => {
  const { train, test } = await embeddedDigits();
  expect(train).toMatchObject({ count: 9000, shape: [28, 28, 1], classes: 10 });
  const all = [...digests(train), ...digests(test)].sort().join('\n');
  // computed from MNIST itself by fixtures/digest_mnist.py
  const known = new TextDecoder().decode(fixture('first_10000_mnist.sha256')).trim();
  expect(createHash('sha256').update(all).digest('hex')).toBe(known);
});

it('holds the same images out every time, about as many of each digit', async () => {
  const [once, again] = [await embeddedDigits({ heldOut: 1000 }), await embeddedDigits()];
  expect(digests(again.test)).toEqual(digests(once.test));
  const counts = new Array<number>(10).fill(0);
  for (const label of once.test.labels) counts[label]!++;
  expect(counts).toEqual([99, 103, 108, 103, 86, 86, 121, 115, 91, 88]);
  await expect(embeddedDigits({ heldOut: 10_000 })).rejects.toThrow(
    'holdOut of embedded-digits: expected 0 < n < 10000, got 10000',
  );
});
