import { dense, disposeNetwork, type Network, network, relu, sequential } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { matchers } from './index';

expect.extend(matchers);
type Certifies = { toBeCertified(options: Parameters<typeof matchers.toBeCertified>[1]): Promise<void> };
const that = (received: unknown) => expect(received) as unknown as Certifies & { readonly not: Certifies };

describe('toBeCertified', () => {
  let net: Network;
  beforeEach(() => {
    net = network([2], sequential(dense(16), relu(), dense(3)), { seed: 8 });
  });
  afterEach(() => disposeNetwork(net));
  const data = {
    x: [
      [0.9, 0.1],
      [0.8, 0.2],
    ],
    labels: [2, 2],
  };
  const wrong = { ...data, labels: [2, 1] };

  it('passes where enough is proved, and leaves no tensor', async () => {
    await that(net).toBeCertified({ data, epsilon: 0.05 });
    await that(net).toBeCertified({ data: wrong, epsilon: 0.05, atLeast: 0.5 });
    const x = tf.tensor2d(data.x);
    const before = tf.memory().numTensors;
    await that(net).toBeCertified({ data: { ...data, x }, epsilon: 0.05, range: [0, 1] });
    expect(tf.memory().numTensors).toBe(before);
    x.dispose();
  });

  it('fails where not, and says of which examples', async () => {
    await expect(that(net).toBeCertified({ data: wrong, epsilon: 0.05, atLeast: 0.9 })).rejects.toThrow(
      'expected at least 90 % of 2 examples certified, got 1 verified; example 1 falsified',
    );
    await that(net).not.toBeCertified({ data: wrong, epsilon: 0.05 });
    await expect(that(net).not.toBeCertified({ data, epsilon: 0.05 })).rejects.toThrow(
      'expected not at least 100 % of 2 examples certified, got 2 verified',
    );
  });

  it('takes an unknown for none', async () => {
    const stages = [{ name: 'nothing', batch: 1, run: async () => [{}] }];
    await expect(that(net).toBeCertified({ data, epsilon: 0.05, stages })).rejects.toThrow(
      'example 0 unknown',
    );
  });

  it.each<[string, unknown, object, string]>([
    ['no network', {}, {}, 'toBeCertified: expected a network of @ibp/layers'],
    ['nothing', null, {}, 'toBeCertified: expected a network of @ibp/layers'],
    ['no share', undefined, { atLeast: 90 }, 'toBeCertified: expected a share from 0 to 1, got 90'],
    [
      'no examples',
      undefined,
      { data: { x: [], labels: [] } },
      'toBeCertified: expected at least one example',
    ],
  ])('refuses %s', async (_, received, change, message) => {
    const options = { data, epsilon: 0.05, ...change };
    await expect(matchers.toBeCertified(received === undefined ? net : received, options)).rejects.toThrow(
      message,
    );
  });
});
