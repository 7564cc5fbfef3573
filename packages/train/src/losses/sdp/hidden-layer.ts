import { type LinearSpec, pullBack } from '@ibp/bounds';
import { fail, isOf, type OpsOf, sizeOf } from '@ibp/core';
import type { LoweredNetwork, OpNode } from '@ibp/layers';
import { linearPart } from '@ibp/relax';
import * as tf from '@tensorflow/tfjs-core';

/** A network `c relu(W x + b)` by its linear maps, without constants, of rows `[rows, units]`. */
export type HiddenLayer = {
  /** `W x` */
  readonly map: (x: tf.Tensor) => tf.Tensor;
  /** `W' z` */
  readonly transposed: (z: tf.Tensor) => tf.Tensor;
  /** Rows on the output as rows on what the relu gives. */
  readonly pulled: (rows: tf.Tensor) => tf.Tensor;
};

type LinearNode = Extract<OpNode, { readonly op: OpsOf<'linear'> }>;

/** @throws unless the network is linear ops, one relu and linear ops, one after the other. */
export function hiddenLayer(where: string, { nodes }: LoweredNetwork): HiddenLayer {
  const at = nodes.findIndex(({ op }) => op === 'relu');
  const fits = nodes.every(({ op, inputs }, i) => {
    if (i === 0) return true;
    return inputs.length === 1 && inputs[0] === i - 1 && (i === at || (op !== 'input' && isOf('linear', op)));
  });
  if (at < 1 || !fits) {
    const ops = nodes.slice(1).map(({ op }) => op);
    fail(where, `expected linear ops, one relu and linear ops, one after the other, got ${ops.join(', ')}`);
  }
  const [before, after] = [nodes.slice(1, at), nodes.slice(at + 1)] as [LinearNode[], LinearNode[]];
  const flat = (x: tf.Tensor) => tf.reshape(x, [x.shape[0]!, -1]);
  const back = (rows: tf.Tensor, through: readonly LinearNode[]): tf.Tensor =>
    through.reduceRight<tf.Tensor>((c, node) => {
      const units = c.shape[0]!;
      const spec: LinearSpec = {
        c: tf.reshape(c, [1, units, ...node.shape]),
        d: tf.zeros([1, units]),
      };
      return tf.reshape(pullBack(spec, node.op, node.params as never, nodes[node.inputs[0]!]!.shape).c, [
        units,
        sizeOf(nodes[node.inputs[0]!]!.shape),
      ]);
    }, rows);
  return {
    map: (x) =>
      flat(
        before.reduce<tf.Tensor>(
          (value, { op, params }) => linearPart(op, params as never, value),
          tf.reshape(x, [x.shape[0]!, ...nodes[0]!.shape]),
        ),
      ),
    transposed: (z) => back(z, before),
    pulled: (rows) => back(rows, after),
  };
}
