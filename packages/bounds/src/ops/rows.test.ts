import { affineMap, type LinearNode, opNames, type PlainTensor, sizeOf } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import { canPullBack, pullBack } from '../spec/pull-back';
import { expectClose, forRandomCalls } from '../testing/property';
import { linearOp } from './linear';

const plain = (value: unknown): unknown =>
  value instanceof tf.Tensor
    ? ({ shape: value.shape, data: value.dataSync() as Float32Array } satisfies PlainTensor)
    : value;

/** What `@ibp/core` says of a linear op: its matrix `[outputs, inputs]` and its bias. */
function matrixOf(op: string, params: object, input: readonly number[]) {
  const plainParams = Object.fromEntries(Object.entries(params).map(([name, value]) => [name, plain(value)]));
  const map = affineMap({ op, params: plainParams } as unknown as LinearNode, [input]);
  const [columns, weights] = [new Int32Array(map.maxTerms), new Float64Array(map.maxTerms)];
  const matrix = new Float32Array(map.outputs * map.inputs);
  for (let i = 0; i < map.outputs; i++) {
    const terms = map.row(i, columns, weights);
    for (let k = 0; k < terms; k++) matrix[i * map.inputs + columns[k]!]! += weights[k]!;
  }
  const bias = Float32Array.from({ length: map.outputs }, (_, i) => map.bias(i));
  return {
    matrix: tf.tensor2d(matrix, [map.outputs, map.inputs]),
    bias: tf.tensor2d(bias, [1, map.outputs]),
  };
}

const linear = opNames.filter(canPullBack);

describe.each(linear)('%s', (op) => {
  it('pulls the units of its output back to the rows of its matrix, and to its bias', () => {
    forRandomCalls(op, 15, ({ shapes: [input], params }) => {
      const units = linearOp(op)!.outputShape([input!], params);
      const n = sizeOf(units);
      const c = tf.reshape(tf.eye(n), [1, n, ...units]);
      const pulled = pullBack({ c, d: tf.zeros([1, n]) }, op, params, input!);
      const { matrix, bias } = matrixOf(op, params, input!);
      expectClose(tf.reshape(pulled.c, matrix.shape), matrix, 4);
      expectClose(pulled.d, bias, 4);
    });
  });

  it('without its constant is its matrix alone, with a part of its weights', () => {
    forRandomCalls(op, 5, ({ shapes: [input], params }) => {
      const { forward, withoutConstant } = linearOp(op)!;
      const n = sizeOf(input!);
      const x = tf.reshape(tf.eye(n), [n, ...input!]);
      const { matrix } = matrixOf(op, params, input!);
      const columns = (part: (w: tf.Tensor) => tf.Tensor) => {
        const y = forward(x, withoutConstant?.(params, part) ?? params);
        return tf.transpose(tf.reshape(y, [n, -1]));
      };
      expectClose(
        columns((w) => w),
        matrix,
        4,
      );
      if (withoutConstant) {
        expectClose(
          columns((w) => tf.relu(w)),
          tf.relu(matrix),
          4,
        );
      }
    });
  });
});
