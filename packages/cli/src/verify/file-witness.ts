import type { PlainNetwork } from '@ibp/core';
import type { Property } from '@ibp/exact';
import { apply, type Network } from '@ibp/layers';
import type { PropertyWitness } from '@ibp/verify';
import type { VnnlibQuery } from '@ibp/vnnlib';
import * as tf from '@tensorflow/tfjs-core';
import type { FileWitness } from './answer';
import { type Forward, isWitness } from './judge';

/** A file, and its network in float32 and in float64. */
type Asked = { readonly network: Network; readonly plain: PlainNetwork; readonly query: VnnlibQuery };

/**
 * An input that was found, with its output; nothing where it is not what the file asks for: with each of the outputs in
 * float64, in float32, and by onnxruntime where that is there.
 */
export async function fileWitness(
  { network, plain, query }: Asked,
  { boxes }: Property,
  { x, box }: PropertyWitness,
  onnxruntime: Forward | undefined,
): Promise<FileWitness | undefined> {
  const ours: Forward = async (input) =>
    tf.tidy(() => apply(network, tf.tensor(input, [1, ...network.inputShape])).dataSync());
  const outputs = await Promise.all(
    [ours, ...(onnxruntime ? [onnxruntime] : [])].map((forward) => forward(x)),
  );
  if (!isWitness(query, plain, boxes[box]!, x, outputs)) return undefined;
  const output = outputs.at(-1)!;
  return { input: Array.from(x), output: Array.from(output), onnxruntime: onnxruntime !== undefined };
}
