import type { Engine } from '@ibp/layers';
import { compile } from './compile';
import { createDevice, type DeviceOptions, readVariables } from './runtime/device';

/**
 * onnxruntime as the device of training, evaluation and bounds: `train(network, { ..., device: await onnxEngine() })`.
 *
 * @throws when onnxruntime is not installed, or has not what `options` ask for.
 *
 * @example
 * ```ts
 * import { dense, network } from '@ibp/layers';
 * import { onnxEngine } from '@ibp/onnx';
 * import { evaluate } from '@ibp/train';
 * import * as tf from '@tensorflow/tfjs-core';
 *
 * const engine = await onnxEngine();
 * const net = network([2], dense(2), { seed: 1 });
 * const batch = { x: tf.tensor2d([[0.9, 0.1]]), labels: [0] };
 * const { examples } = await evaluate(net, [batch], { epsilon: 0.1, engine });
 * console.log(examples); // 1
 * ```
 */
export async function onnxEngine(options: DeviceOptions = {}): Promise<Engine> {
  const device = await createDevice(options);
  return {
    name: device.name,
    compile: (fn, inputs, { once } = {}) =>
      compile<string, string>(fn, inputs, { device, ...(once && { once }) }),
    readVariables: () => readVariables(device),
    forgetVariables: () => device.variables.forget(),
  };
}
