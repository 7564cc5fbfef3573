import { ops } from '@ibp/bounds';
import type { LoweredNetwork } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import type { OpCall } from './op-calls';

const size = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/**
 * A network of one op: the input holds the op's inputs one after the other, and layers of zeros and ones cut it apart,
 * so that every op may stand there, however many inputs it has. Its tensors are the caller's.
 */
export function opNetwork({ op, shapes, params }: OpCall): LoweredNetwork {
  const total = shapes.reduce((sum, shape) => sum + size(shape), 0);
  const nodes: object[] = [{ op: 'input', name: 'input', params: {}, inputs: [], shape: [total] }];
  const ends: number[] = [];
  let at = 0;
  for (const shape of shapes) {
    const n = size(shape);
    const name = `part_${at}`;
    const kernel = tf.tidy(() => tf.slice(tf.eye(total), [0, at], [total, n]));
    nodes.push({ op: 'dense', name, params: { kernel }, inputs: [0], shape: [n] });
    nodes.push({
      op: 'reshape',
      name: `${name}_shape`,
      params: { shape },
      inputs: [nodes.length - 1],
      shape,
    });
    ends.push(nodes.length - 1);
    at += n;
  }
  const made = params();
  const shape = ops[op].outputShape(shapes as never, made as never);
  nodes.push({ op, name: op, params: made, inputs: ends, shape });
  return { inputShape: [total], nodes } as unknown as LoweredNetwork;
}
