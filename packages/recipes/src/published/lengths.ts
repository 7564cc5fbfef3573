import type { Recipe } from '../recipe';

/** How many examples an epoch has. */
export const trainingExamples = { mnist: 60_000, 'cifar-10': 50_000, svhn: 73_257, imagenet64: 1_281_167 };

/** The datasets that have published recipes. */
export type PublishedDataset = keyof typeof trainingExamples;

/** Lengths as papers give them. */
export type Epochs = {
  readonly dataset: PublishedDataset;
  readonly batchSize: number;
  readonly epochs: number;
  readonly warmUp: number;
  readonly ramp: number;
  /** The epochs after which the learning rate falls, and to what share of itself. */
  readonly decays: readonly number[];
  readonly decay: number;
};

type Lengths = Pick<Recipe, 'steps' | 'batchSize' | 'warmUp' | 'ramp' | 'decays'>;

/** Lengths as recipes give them. The last batch of an epoch may be short, and is a step. */
export function inEpochs({ dataset, batchSize, epochs, warmUp, ramp, decays, decay }: Epochs): Lengths {
  return {
    batchSize,
    steps: Math.ceil(trainingExamples[dataset] / batchSize) * epochs,
    warmUp: warmUp / epochs,
    ramp: ramp / epochs,
    decays: decays.map((epoch) => [epoch / epochs, decay] as const),
  };
}

/** Lengths in steps, as recipes give them. */
export function inSteps(lengths: Omit<Epochs, 'dataset' | 'epochs'> & { readonly steps: number }): Lengths {
  const { batchSize, steps, warmUp, ramp, decays, decay } = lengths;
  return {
    batchSize,
    steps,
    warmUp: warmUp / steps,
    ramp: ramp / steps,
    decays: decays.map((step) => [step / steps, decay] as const),
  };
}
