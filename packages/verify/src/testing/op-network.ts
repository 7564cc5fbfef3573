import { ops } from '@ibp/bounds';
import type { LoweredNetwork } from '@ibp/layers';
import type { OpCall } from './op-calls';

const size = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/**
 * A network that feeds one op: the input holds the op's inputs one after the other. Call it inside `tf.tidy`. Cut
 * apart by a dense layer of zeros and ones, so that every op may stand at the input, however many inputs it has.
 */
export function opNetwork(
  { op, shapes, params }: OpCall,
  select: (from: number, to: number) => object,
): LoweredNetwork {
  const total = shapes.reduce((sum, shape) => sum + size(shape), 0);
  const nodes: object[] = [{ op: 'input', name: 'input', params: {}, inputs: [], shape: [total] }];
  const ends: number[] = [];
  let at = 0;
  for (const shape of shapes) {
    const n = size(shape);
    const name = `part_${at}`;
    nodes.push({ op: 'dense', name, params: select(at, at + n), inputs: [0], shape: [n] });
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
