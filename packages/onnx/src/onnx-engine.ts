import type { Engine } from '@ibp/layers';
import { compile } from './compile';
import { createEngine, type EngineOptions, readVariables } from './runtime/engine';

/**
 * onnxruntime as the engine of training, evaluation and bounds: `train(network, { ..., engine: await onnxEngine() })`.
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
export async function onnxEngine(options: EngineOptions = {}): Promise<Engine> {
  const engine = await createEngine(options);
  return {
    name: engine.name,
    compile: (fn, inputs) => compile<string, string>(fn, inputs, { engine }),
    readVariables: () => readVariables(engine),
    forgetVariables: () => engine.variables.forget(),
  };
}
