import type { BatchNormNode } from './batch-norm';
import type { Conv1dNode } from './conv1d';
import type { RescaleNode } from './rescale';

/** A node that is not an op of the vocabulary, but becomes one before any domain sees the network. */
export type CompositeNode = BatchNormNode | Conv1dNode | RescaleNode;
