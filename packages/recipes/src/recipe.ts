import type { ModelName } from '@ibp/models';
import type { OptimizerOptions } from '@ibp/train';
import type { Method, Regularizers } from './method';

/** How training images are changed at random: shifted by some pixels (`crop`), mirrored (`flip`), or both. */
export const augmentNames = ['none', 'flip', 'shift', 'crop', 'cropAndFlip'] as const;
/** How training images may be changed at random. */
export type AugmentName = (typeof augmentNames)[number];

/** The file of a layers model of tfjs, whose topology is trained. */
export type ModelFile = `${string}.json`;

/** The hyper-parameters of a run. Lengths are shares of the run, so that a shorter one keeps its shape. */
export type Recipe = {
  /** A model by name, or a file that whoever reads files builds; `width`, `hiddenUnits` and `batchNorm` are of the former. */
  readonly model: ModelName | ModelFile;
  /** Multiplies the model's filters and hidden units; 1 unless given. */
  readonly width?: number;
  /** Of each fully connected layer but the logits; the model's, times the width, unless given. */
  readonly hiddenUnits?: number;
  /** The radius that is certified, in [0, 1] units. */
  readonly epsilon: number;
  /** The radius trained for. */
  readonly epsilonTrain: number;
  readonly steps: number;
  readonly batchSize: number;
  /** Share of the steps at epsilon 0 and kappa 1. */
  readonly warmUp: number;
  /** Share of the steps in which epsilon rises and kappa falls. */
  readonly ramp: number;
  /** Share of the steps in which epsilon rises, where it is not `ramp`: kappa falls over that all the same. */
  readonly epsilonRamp?: number;
  readonly schedule: 'linear' | 'smooth';
  /** The weight of the clean loss where the ramp begins; 1 unless given. */
  readonly kappaStart?: number;
  readonly kappaEnd: number;
  /** Adam unless given. */
  readonly optimizer?: OptimizerOptions;
  /**
   * Ends with the average of the weights from that share of the steps on: of all alike, or with a decay of later ones more.
   * The last weights unless given.
   */
  readonly averaging?: { readonly from: number; readonly decay?: number };
  /** How many batches batch norm is given statistics of at the end; its moving averages unless given. */
  readonly preciseBatchNorm?: number;
  readonly learningRate: number;
  /** `[share of the steps, factor]`: the learning rate is multiplied by the factor from there on. */
  readonly decays: readonly (readonly [number, number])[];
  /** Overrides `learningRate` and `decays`: `1e-3,1e-4@15000`. */
  readonly learningRateSchedule?: string;
  readonly initializer: 'orthogonal' | 'ibp';
  /** The folder of a run that was trained to its end, whose weights this one begins with; fresh ones unless given. */
  readonly from?: string;
  readonly batchNorm: boolean;
  readonly specLoss: 'crossEntropy' | 'hinge' | 'softplus';
  /** Which specifications count: all unless given, or so many drawn at random. */
  readonly specs?: 'all' | 'mostViolated' | number;
  /** Whether the last layer is folded into the specification; method `ibp` alone can do without. */
  readonly elision: boolean;
  /** Greatest norm of the gradient; null for none. */
  readonly clipNorm: number | null;
  /** IBP, as in Gowal et al. 2019, unless given. */
  readonly method?: Method;
  readonly regularizers?: Regularizers;
  /** As is usual for the dataset unless given. */
  readonly augment?: AugmentName;
  readonly seed: number;
};
