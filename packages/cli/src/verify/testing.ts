import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dense, disposeNetwork, network, relu, sequential } from '@ibp/layers';
import { networkToOnnx } from '@ibp/onnx/export';
import * as tf from '@tensorflow/tfjs-core';

/**
 * Writes `net.onnx` and properties of it to a folder: outputs `|x_0| + x_1` and 1 of two inputs in [-1, 1]. `holds.vnnlib` asks
 * for a first output of at least 2.5, `broken.vnnlib` for one of at least 1.5.
 */
export async function writeFiles(
  folder: string,
): Promise<{ readonly onnx: string; readonly vnnlib: (name: string) => string }> {
  const kernels = [tf.tensor2d([1, -1, 0, 0, 0, 1], [2, 3]), tf.tensor2d([1, 0, 1, 0, 1, 0], [3, 2])];
  const biases = [tf.tensor1d([0, 0, 1]), tf.tensor1d([-1, 1])];
  const layer = (i: number, units: number) =>
    dense(units, { kernelInitializer: () => kernels[i]!.clone(), biasInitializer: () => biases[i]!.clone() });
  const net = network([2], sequential(layer(0, 3), relu(), layer(1, 2)));
  const onnx = join(folder, 'net.onnx');
  await writeFile(onnx, await networkToOnnx(net));
  disposeNetwork(net);
  tf.dispose([...kernels, ...biases]);
  await writeFile(join(folder, 'holds.vnnlib'), property('(assert (>= Y_0 2.5))'));
  await writeFile(join(folder, 'broken.vnnlib'), property('(assert (>= Y_0 1.5))'));
  return { onnx, vnnlib: (name) => join(folder, `${name}.vnnlib`) };
}

/** A file of version 1.0 of two inputs in [-1, 1] and two outputs. */
export const property = (assertions: string, box = '(assert (<= X_0 1))(assert (>= X_0 -1))'): string =>
  `${['X_0', 'X_1', 'Y_0', 'Y_1'].map((name) => `(declare-const ${name} Real)`).join('\n')}
(assert (<= X_1 1))(assert (>= X_1 -1))${box}
${assertions}
`;
