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
};

/** The models, each on the images of the data set it is mostly used for. */
export const inputShapes: { readonly [model: string]: Workload['inputShape'] } = {
  small: [28, 28, 1],
  medium: [32, 32, 3],
  large: [32, 32, 3],
  cnn7: [32, 32, 3],
};

/** A runner's answer, one line of JSON. */
export type Answer = {
  readonly milliseconds: number;
  /** The loss, or the sum of margins: our engines begin with the same weights, and so with the same value. */
  readonly value: number;
  /** Of the process so far. */
  readonly peakMegabytes: number;
};
