import type { Method, Regularizers } from '../method';
import { cifarLengths, cnn7Base, mnistLengths } from './fast-ibp';
import { inEpochs, type PublishedDataset } from './lengths';
import type { Published } from './published';

const sabr =
  'Müller et al. 2023, "Certified Training: Small Boxes are All You Need", README of the code; attack from its code';
const taps = 'Mao et al. 2023, "Connecting Certified and Adversarial Training", scripts/train_* of the code';

/** Two epochs before the ramp. */
const sabrLengths = (dataset: 'mnist' | 'cifar-10', epochs: number, decays: readonly number[]) =>
  inEpochs({
    dataset,
    batchSize: dataset === 'mnist' ? 256 : 128,
    epochs,
    warmUp: 2,
    ramp: dataset === 'mnist' ? 20 : 80,
    decays,
    decay: 0.2,
  });

type Lengths = ReturnType<typeof sabrLengths>;

/** The paper's code, and the data. */
type From = readonly [dataset: PublishedDataset, source: string];

const row = (
  [dataset, source]: From,
  [epsilon, epsilonTrain]: readonly [number, number],
  method: Method,
  lengths: Lengths,
  regularizers: Regularizers,
): Published => ({
  name: method.name,
  dataset,
  source,
  recipe: {
    ...cnn7Base,
    ...lengths,
    epsilon,
    epsilonTrain,
    method,
    regularizers: { fast: 0.5, ...regularizers },
  },
});

const [two, eight] = [2 / 255, 8 / 255];
const smallAt = (ratio: number, more = {}): Method => ({ name: 'sabr', ratio, ...more });
const tapsAt = (more = {}): Method => ({ name: 'taps', relus: 1, gradientScale: 5, ...more });
const stapsAt = (ratio: number, more = {}): Method => ({
  name: 'staps',
  ratio,
  relus: 1,
  gradientScale: 5,
  ...more,
});

export const smallBoxRecipes: readonly Published[] = [
  row(['mnist', sabr], [0.1, 0.1], smallAt(0.4), sabrLengths('mnist', 70, [50, 60]), { l1: 1e-5 }),
  row(['mnist', sabr], [0.3, 0.3], smallAt(0.6), sabrLengths('mnist', 70, [50, 60]), { l1: 1e-6 }),
  row(
    ['cifar-10', sabr],
    [two, two],
    smallAt(0.1, { shrinking: 0.8 }),
    sabrLengths('cifar-10', 160, [120, 140]),
    {
      l1: 1e-6,
    },
  ),
  row(['cifar-10', sabr], [eight, eight], smallAt(0.7), sabrLengths('cifar-10', 180, [140, 160]), {}),
  row(['mnist', taps], [0.1, 0.2], tapsAt(), mnistLengths, {}),
  row(['mnist', taps], [0.3, 0.4], tapsAt(), mnistLengths, {}),
  row(['cifar-10', taps], [two, two], tapsAt({ relus: 5 }), cifarLengths, { l1: 2e-6 }),
  row(['cifar-10', taps], [eight, eight], tapsAt(), cifarLengths, { l1: 2e-6 }),
  row(['mnist', taps], [0.1, 0.2], stapsAt(0.4), mnistLengths, { l1: 2e-5 }),
  row(['mnist', taps], [0.3, 0.4], stapsAt(0.6), mnistLengths, { l1: 2e-6 }),
  // the authors also shrink relus, by 0.2, which our STAPS does not
  row(['cifar-10', taps], [two, two], stapsAt(0.1, { gradientScale: 2 }), cifarLengths, { l1: 2e-6 }),
  row(['cifar-10', taps], [eight, eight], stapsAt(0.7), cifarLengths, { l1: 2e-6 }),
];
