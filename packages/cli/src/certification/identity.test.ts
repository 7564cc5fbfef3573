import { dense, disposeNetwork, type Layer, leakyRelu, network, relu, sequential } from '@ibp/layers';
import type { Images } from '../images';
import type { CertifySettings } from './flags';
import { identityOf } from './identity';

const settings = { pgdSteps: 1, pgdRestarts: 1, seed: 0 } as CertifySettings;
const dataset = { images: new Float32Array(4), labels: new Uint8Array(2), range: [0, 1] } as never;
const images: Images = {
  ...{ train: dataset, test: dataset, testSet: 2, part: 'validation', validation: { examples: 2, seed: 0 } },
  ...{ source: 'full', description: 'MNIST, its own test set' },
};

/** Of a network with this activation, always with the same weights. */
async function identity(activation: Layer, more: Partial<Images> = {}) {
  const net = network([2], sequential(dense(3), activation, dense(2)), { seed: 1 });
  const run = { network: net, images: { ...images, ...more }, scale: undefined } as never;
  const found = await identityOf(run, settings, { epsilon: 0.1, stages: [] });
  disposeNetwork(net);
  return found;
}

it('tells networks of the same weights apart, by what they compute', async () => {
  const [one, again, other] = [await identity(relu()), await identity(relu()), await identity(leakyRelu(3))];
  expect(again).toEqual(one);
  expect(other.weights).toBe(one.weights);
  expect(other).not.toEqual(one);
});

it('tells images that were held out of one data set from those of another whose source has the same name', async () => {
  const [digits, clothes] = [
    await identity(relu()),
    await identity(relu(), { description: 'Fashion-MNIST, its own test set' }),
  ];
  expect(clothes).not.toEqual(digits);
});
