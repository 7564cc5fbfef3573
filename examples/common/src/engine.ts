import { hasOnnxRuntime, onnxEngine } from '@ibp/onnx';
import type { Engine } from '@ibp/train';

/** What `--engine` takes. `auto`: onnxruntime where it is installed and tfjs would run in wasm or JavaScript. */
export const engineNames = ['auto', 'onnx', 'eager'] as const;
export type EngineName = (typeof engineNames)[number];

/**
 * What computes the training steps; nothing for tfjs itself, op by op.
 *
 * @throws where `onnx` is asked for and onnxruntime-node is not installed.
 */
export async function selectEngine(wanted: EngineName, backend: string): Promise<Engine | undefined> {
  const slow = backend === 'wasm' || backend === 'cpu';
  if (wanted === 'eager' || (wanted === 'auto' && !(slow && (await hasOnnxRuntime())))) return undefined;
  return onnxEngine();
}

export const engineLabel = (engine: Engine | undefined): string => engine?.name ?? 'tfjs, op by op';
