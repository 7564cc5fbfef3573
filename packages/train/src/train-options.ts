import type { InputRange, PerFeature } from '@ibp/bounds';
import type { Engine } from '@ibp/layers';
import type * as tf from '@tensorflow/tfjs-core';
import type { RunDescription } from './checkpoint/checkpoint';
import type { CheckpointStore } from './checkpoint/store';
import type { Examples, Loss } from './losses/loss';
import type { Averaging } from './optimizers/averaging';
import type { OptimizerOptions } from './optimizers/table';
import type { Schedule } from './schedules/schedule';

/** Options of `train`: how long, on what, by which loss and optimiser, and where it is kept. */
export type TrainOptions = {
  /** How many updates in all; a resumed run does those that are left. */
  readonly steps: number;
  /**
   * The examples of a step, from 0; the loop frees `x`. Asked for when the update before is under way: files are read
   * and GPUs compute meanwhile. A backend that keeps its thread busy leaves no time to make a batch there: `batchThread`
   * of `@ibp/data` makes it on another. What it throws is thrown at its own step. Resuming is exact if this depends on
   * the step alone.
   */
  readonly batch: (step: number) => Examples | Promise<Examples>;
  /** In the units of the input, or of `scale`. */
  readonly epsilon: Schedule;
  /**
   * How far each feature is moved where epsilon is 1, 0 for one that is fixed: a tensor that broadcasts to an input, or as
   * many numbers as it has. The ball's radii are `epsilon * scale`, so that one schedule raises all. 1 unless given.
   */
  readonly scale?: PerFeature | tf.Tensor;
  /** The valid inputs, each end one number or one for each feature; [0, 1] unless given. */
  readonly range?: InputRange;
  /** The weight of the clean loss; 1/2 unless given. */
  readonly kappa?: Schedule;
  readonly learningRate: Schedule;
  /** Eq. 12 with IBP unless given. */
  readonly loss?: Loss;
  /** Adam unless given. */
  readonly optimizer?: OptimizerOptions;
  /**
   * The average of the weights along the way, which the network is given when all steps are done; until then, and in
   * checkpoints, it has the last ones. `preciseBatchNorm` then makes its statistics anew. None unless given.
   */
  readonly averaging?: Averaging;
  /** Gradients are scaled so that their global norm is at most this; no clipping unless given. */
  readonly clipNorm?: number;
  /**
   * Compiles the update and runs it: `await onnxEngine()` of `@ibp/onnx`. The network's variables then get their new
   * values with each checkpoint and when the loop ends, not at every step. Op by op in tfjs unless given.
   */
  readonly engine?: Engine;
  /** Of what the loss draws at random. */
  readonly seed?: number;
  readonly checkpoint?: {
    readonly store: CheckpointStore;
    /** In steps; one more is written at the end. */
    readonly every: number;
    /** Hyper-parameters that a resumed run must share. */
    readonly run?: RunDescription;
  };
  /** Ends the run after the current step, with a checkpoint. */
  readonly signal?: AbortSignal;
};
