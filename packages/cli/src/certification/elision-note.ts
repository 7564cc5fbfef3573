import { canPullBack } from '@ibp/bounds';
import { type LoweredNetwork, lower, type Network } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';

/** What to say of a network that was to be bounded with elision, and has no last linear layer to elide. */
export function elisionNote(network: Network | LoweredNetwork, elision: boolean): string | undefined {
  let last: { readonly op: string; readonly name: string; readonly linear: boolean } | undefined;
  tf.tidy(() => {
    const { op, name } = lower(network).nodes.at(-1)!;
    last = { op, name, linear: op !== 'input' && canPullBack(op) };
  });
  return elision && !last!.linear
    ? `elision is off: the network ends in "${last!.op}" ("${last!.name}"), which is not linear`
    : undefined;
}
