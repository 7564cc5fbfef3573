/** What is measured; a runner does one of it for each line `task` on its standard input. */
export const tasks = ['nominal', 'ibp', 'evaluate'] as const;
export type Task = (typeof tasks)[number];

export const taskDescriptions: { readonly [K in Task]: string } = {
  nominal: 'a training step on the cross-entropy of the logits, with Adam',
  ibp: 'a training step on eq. 12 with interval bounds, with Adam',
  evaluate: 'logits and interval margins of a batch',
};

/** What a runner measures with: the same for every engine. */
export type Workload = {
  readonly model: string;
  readonly inputShape: readonly [number, number, number];
  readonly batchSize: number;
  readonly threads: number;
  /** Filters and hidden units as multiples of those of the paper; other than 1 for the small model alone. */
  readonly width: number;
};

type ModelOfBench = {
  /** The images of the data set it is mostly used for. */
  readonly inputShape: Workload['inputShape'];
  /** Rounds of each kind, unless told: few where a step takes seconds. */
  readonly rounds: number;
  /** Steps of 100 images in a row in each, unless told. */
  readonly row: number;
};

export const modelsOfBench: { readonly [model: string]: ModelOfBench } = {
  small: { inputShape: [28, 28, 1], rounds: 15, row: 10 },
  medium: { inputShape: [32, 32, 3], rounds: 7, row: 3 },
  large: { inputShape: [32, 32, 3], rounds: 3, row: 1 },
  cnn7: { inputShape: [32, 32, 3], rounds: 3, row: 1 },
};

/** Steps in a row in a round: as many images of a smaller batch, in at most a hundred steps. */
export const rowOf = (model: string, batchSize: number): number =>
  Math.min(Math.max(1, Math.ceil((modelsOfBench[model]!.row * 100) / batchSize)), 100);

export const workloadOf = (model: string, more: Partial<Workload> = {}): Workload => ({
  model,
  inputShape: modelsOfBench[model]!.inputShape,
  batchSize: 100,
  threads: 1,
  width: 1,
  ...more,
});

/** A runner's answer, one line of JSON. */
export type Answer = {
  readonly milliseconds: number;
  /** Of processor time, all threads together. */
  readonly cpuMilliseconds: number;
  /** The loss, or the sum of margins: our engines begin with the same weights, and so with the same value. */
  readonly value: number;
  /** Resident memory of the process now. */
  readonly megabytes: number;
  /** The most there has been. */
  readonly peakMegabytes: number;
  /** Spent on compiling so far; 0 where nothing is compiled. */
  readonly compileMilliseconds: number;
};
