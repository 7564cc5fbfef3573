import type { Engine } from '@ibp/layers';
import { compile } from './compile';
import { createEngine, type EngineOptions, readVariables } from './runtime/engine';

/**
 * onnxruntime as the engine of training, evaluation and bounds: `train(network, { ..., engine: await onnxEngine() })`.
 *
 * @throws when onnxruntime is not installed, or has not what `options` ask for.
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
