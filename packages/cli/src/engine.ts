import type { Engine } from '@ibp/train';
import { note } from './notes';

/** What `--engine` takes. `auto`: onnxruntime where it is installed and tfjs would run in wasm or JavaScript. */
export const engineNames = ['auto', 'onnx', 'eager'] as const;
export type EngineName = (typeof engineNames)[number];

/**
 * What computes training and evaluation; nothing for tfjs itself, op by op.
 *
 * @param options.threads of onnxruntime; as many as it takes by itself unless given.
 * @param options.log hears of it where `auto` finds no onnxruntime.
 * @throws where `onnx` is asked for and onnxruntime-node is not installed.
 */
export async function selectEngine(
  wanted: EngineName,
  backend: string,
  { threads, log = note }: { threads?: number | undefined; log?: (line: string) => void } = {},
): Promise<Engine | undefined> {
  const slow = backend === 'wasm' || backend === 'cpu';
  if (wanted === 'eager' || (wanted === 'auto' && !slow)) return undefined;
  const { hasOnnxRuntime, onnxEngine } = await import('@ibp/onnx');
  if (wanted === 'onnx' || (await hasOnnxRuntime()))
    return onnxEngine(threads === undefined ? {} : { threads });
  log('onnxruntime-node is not installed here: tfjs computes instead, more slowly');
  return undefined;
}

export const engineLabel = (engine: Engine | undefined): string => engine?.name ?? 'tfjs, op by op';
