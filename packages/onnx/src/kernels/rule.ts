import type { Builder } from '../graph/builder';
import type { View } from '../graph/view';

/** What a kernel of tfjs is given besides tensors: its `attrs`, each rule knowing which there are. */
// biome-ignore lint/suspicious/noExplicitAny: tfjs types the attributes of each kernel by its name alone
export type Attributes = { readonly [name: string]: any };

/**
 * What a tfjs kernel is in ONNX: adds the nodes to a graph and gives its outputs. Inputs have the names tfjs gives
 * them; those of kernels with any number of inputs (Concat, Pack, AddN) are '0', '1', ...
 */
export type KernelRule = (
  b: Builder,
  inputs: { readonly [name: string]: View },
  attributes: Attributes,
) => View | View[];
