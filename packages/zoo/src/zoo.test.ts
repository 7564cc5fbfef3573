import { networkHash } from '@ibp/exact';
import { apply, disposeNetwork } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { catalog, zoo, zooNames } from './index';
import { plainZoo, zooFile } from './plain';
import { digitsFigures } from './testing/digits-figures';

describe.each(zooNames)('%s', (name) => {
  const { card } = catalog[name];

  it('is the network of its card, and small enough for a page', async () => {
    const plain = await plainZoo(name);
    expect(await networkHash(plain)).toBe(card.network);
    expect(plain.nodes[0]!.shape).toEqual(card.inputShape);
    expect(plain.nodes.at(-1)!.shape).toEqual([card.classes]);
    expect(card.bytes).toBe((await zooFile(name)).length);
    expect(card.bytes).toBeLessThan(3e6);
  });

  it('misclassifies and proves of 200 digits as many as its card says', async () => {
    if (!card.digits) throw new Error('a test for networks of other images is missing here');
    expect(await digitsFigures(await plainZoo(name), card.epsilon)).toEqual(card.digits);
  });

  it('has errors in their order', () => {
    const { test, pgd, autoPgd = pgd, ibp, verified } = card.errors;
    const inOrder = [0, test, pgd, autoPgd, verified[0], verified[1], ibp, 1];
    expect([...inOrder].sort((a, b) => a - b)).toEqual(inOrder);
  });
});

it('gives a network of its own at each call', async () => {
  const one = await zoo('digits-0.1-small');
  const other = await zoo('digits-0.1-small');
  disposeNetwork(one);
  expect(tf.tidy(() => apply(other, tf.zeros([1, 28, 28, 1])).shape)).toEqual([1, 10]);
  disposeNetwork(other);
});

it('refuses a name that it does not know, as of an address', async () => {
  for (const name of ['mnist-0.9', 'constructor', '__proto__'] as string[]) {
    await expect(zoo(name as (typeof zooNames)[number])).rejects.toThrow(
      `zoo: expected one of ${zooNames.join(', ')}, got "${name}"`,
    );
  }
});
