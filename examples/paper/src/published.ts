/**
 * The figures that Gowal et al. 2019, "Scalable Verified Training for Provably Robust Image Classification" (ICCV),
 * print. Errors in percent, as printed; a figure that is left out is a dash there.
 */
export type PublishedErrors = {
  readonly testError: number;
  /** 200 steps of PGD, 10 restarts. */
  readonly pgd?: number;
  /** By a MIP solver, 10 minutes an example. */
  readonly verified?: number;
};

export type DatasetId = 'mnist' | 'cifar' | 'svhn' | 'imagenet';
export type MethodId = 'nominal' | 'madry' | 'wong' | 'ibp';

export type PublishedRow = PublishedErrors & {
  readonly dataset: DatasetId;
  /** As printed: `0.1`, `8/255`. */
  readonly epsilon: string;
  readonly method: MethodId;
  /** The one that led to the lowest verified error; absent for nominal training. */
  readonly epsilonTrain?: string;
};

const row = (
  dataset: DatasetId,
  epsilon: string,
  method: MethodId,
  epsilonTrain: string | undefined,
  [testError, pgd, verified]: readonly [number, number?, number?],
): PublishedRow => ({
  dataset,
  epsilon,
  method,
  testError,
  ...(epsilonTrain === undefined ? {} : { epsilonTrain }),
  ...(pgd === undefined ? {} : { pgd }),
  ...(verified === undefined ? {} : { verified }),
});

/** Table 4, the rows that the authors trained; of the model with the least verified error, mostly the large one. */
export const table4: readonly PublishedRow[] = [
  row('mnist', '0.1', 'nominal', undefined, [0.65, 27.72]),
  row('mnist', '0.1', 'madry', '0.2', [0.59, 1.34]),
  row('mnist', '0.1', 'wong', '0.1', [1.08, 2.89, 3.01]),
  row('mnist', '0.1', 'ibp', '0.2', [1.06, 2.11, 2.23]),
  row('mnist', '0.2', 'nominal', undefined, [0.65, 99.57]),
  row('mnist', '0.2', 'madry', '0.4', [0.7, 2.39]),
  row('mnist', '0.2', 'wong', '0.2', [3.22, 6.93, 7.27]),
  row('mnist', '0.2', 'ibp', '0.4', [1.66, 3.9, 4.48]),
  row('mnist', '0.3', 'nominal', undefined, [0.65, 99.63]),
  row('mnist', '0.3', 'madry', '0.4', [0.7, 3.73]),
  row('mnist', '0.3', 'wong', '0.3', [13.52, 26.16, 26.92]),
  row('mnist', '0.3', 'ibp', '0.4', [1.66, 6.12, 8.05]),
  row('mnist', '0.4', 'nominal', undefined, [0.65, 99.64]),
  row('mnist', '0.4', 'madry', '0.4', [0.7, 5.52]),
  row('mnist', '0.4', 'ibp', '0.4', [1.66, 10.34, 14.88]),
  row('cifar', '2/255', 'nominal', undefined, [16.66, 87.24]),
  row('cifar', '2/255', 'madry', '2/255', [15.54, 42.01]),
  row('cifar', '2/255', 'wong', '2/255', [36.01, 45.11, 49.96]),
  row('cifar', '2/255', 'ibp', '2/255', [29.84, 45.09, 49.98]),
  row('cifar', '8/255', 'nominal', undefined, [16.66, 100, 100]),
  row('cifar', '8/255', 'madry', '8/255', [20.33, 75.95]),
  row('cifar', '8/255', 'wong', '8/255', [71.03, 78.14, 79.21]),
  row('cifar', '8/255', 'ibp', '8/255', [50.51, 65.23, 67.96]),
  row('svhn', '0.01', 'nominal', undefined, [5.13, 94.14]),
  row('svhn', '0.01', 'madry', '0.01', [6.18, 29.06]),
  row('svhn', '0.01', 'wong', '0.01', [18.1, 32.41, 37.96]),
  row('svhn', '0.01', 'ibp', '0.01', [14.82, 32.46, 37.6]),
];

/** Table 3: the verified errors of the IBP rows of table 4, by interval bounds alone and by the MIP. */
export const table3: readonly {
  readonly dataset: DatasetId;
  readonly epsilon: string;
  readonly ibp: number;
  readonly mip: number;
}[] = [
  { dataset: 'mnist', epsilon: '0.1', ibp: 2.92, mip: 2.23 },
  { dataset: 'mnist', epsilon: '0.2', ibp: 4.53, mip: 4.48 },
  { dataset: 'mnist', epsilon: '0.3', ibp: 8.21, mip: 8.05 },
  { dataset: 'mnist', epsilon: '0.4', ibp: 15.01, mip: 14.88 },
  { dataset: 'cifar', epsilon: '2/255', ibp: 55.88, mip: 49.98 },
  { dataset: 'cifar', epsilon: '8/255', ibp: 68.44, mip: 67.96 },
  { dataset: 'svhn', epsilon: '0.01', ibp: 39.35, mip: 37.6 },
];

/** The least verified error that others have published at a radius, in percent. */
export type BestPublished = {
  readonly dataset: DatasetId;
  readonly epsilon: string;
  readonly verified: number;
  readonly by: string;
  /** Of its network, where it is known. */
  readonly parameters?: number;
};

/** Of the large network, which most of the paper's rows are of: 17M on CIFAR-10, as it says; on MNIST ours has as many. */
export const largeParameters: { readonly [K in DatasetId]?: number } = {
  mnist: 13_257_290,
  cifar: 17_190_602,
};

/** Whole test sets; those tuned on validation images say so. */
export const bestPublished: readonly BestPublished[] = [
  { dataset: 'mnist', epsilon: '0.1', verified: 2.19, by: 'AdvIBP' },
  { dataset: 'mnist', epsilon: '0.2', verified: 4.48, by: 'IBP' },
  { dataset: 'mnist', epsilon: '0.3', verified: 6.6, by: 'AdvIBP' },
  { dataset: 'mnist', epsilon: '0.4', verified: 12.3, by: 'AdvIBP' },
  {
    dataset: 'cifar',
    epsilon: '2/255',
    verified: 36.77,
    by: 'CTRAIN, SABR, on validation',
    parameters: 17_191_626,
  },
  {
    dataset: 'cifar',
    epsilon: '8/255',
    verified: 65,
    by: 'CTRAIN, MTL-IBP, on validation',
    parameters: 17_191_626,
  },
];

/** Table 2: WideResNet-10-10 on ImageNet at 64x64. Verified by interval bounds alone. */
export const table2: readonly PublishedRow[] = [
  row('imagenet', '1/255', 'nominal', undefined, [48.84, 100]),
  row('imagenet', '1/255', 'madry', '1/255', [51.52, 70.03]),
  row('imagenet', '1/255', 'ibp', '1/255', [84.04, 90.88, 93.87]),
];

/** Section 4.1, on appendix C. The figures of the appendix are not in the paper's main text. */
export const ablationClaims: readonly string[] = [
  'cross-entropy, rather than a hinge or softplus loss on each specification, improves verified accuracy',
  'eliding the last linear layer brings a small but consistent improvement, most with small models',
  'the schedule on epsilon is necessary',
];

/** `8/255` as a number. */
export const radius = (text: string): number => {
  const [top, bottom = '1'] = text.split('/');
  return Number(top) / Number(bottom);
};
