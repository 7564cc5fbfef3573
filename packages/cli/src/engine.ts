import type { Engine } from '@ibp/train';
import { note } from './notes';

/**
 * What `--engine` takes. `auto`: onnxruntime where it is installed and tfjs would run in wasm or JavaScript; `webgpu`: the
 * GPU, by onnxruntime; `fastest`: whichever of GPU and CPU takes less for a step, by trying both.
 */
export const engineNames = ['auto', 'onnx', 'webgpu', 'fastest', 'eager'] as const;
export type EngineName = (typeof engineNames)[number];

type SelectEngineOptions = {
  readonly threads?: number | undefined;
  /** Of `onnxEngine`. */
  readonly engineOptions?: object | undefined;
  readonly log?: (line: string) => void;
};

/**
 * What computes training and evaluation; nothing for tfjs itself, op by op.
 *
 * @param options.threads of onnxruntime; as many as it takes by itself unless given.
 * @param options.engineOptions for `onnxEngine`, over those.
 * @param options.log hears of it where `auto` finds no onnxruntime.
 * @throws where `onnx`, `webgpu` or `fastest` is asked for and onnxruntime-node is not installed, or finds no GPU.
 */
export async function selectEngine(
  wanted: EngineName,
  backend: string,
  { threads, engineOptions = {}, log = note }: SelectEngineOptions = {},
): Promise<Engine | undefined> {
  const slow = backend === 'wasm' || backend === 'cpu';
  if (wanted === 'eager' || (wanted === 'auto' && !slow)) return undefined;
  const { fastestEngine, hasOnnxRuntime, onnxEngine } = await import('@ibp/onnx');
  if (wanted === 'fastest') return fastestEngine({ log });
  if (wanted === 'webgpu')
    return onnxEngine({ executionProviders: ['webgpu'], forms: 'measured', ...engineOptions });
  if (wanted === 'onnx' || (await hasOnnxRuntime()))
    return onnxEngine({ ...(threads === undefined ? {} : { threads }), ...engineOptions });
  log('onnxruntime-node is not installed here: tfjs computes instead, more slowly');
  return undefined;
}

export const engineLabel = (engine: Engine | undefined): string => engine?.name ?? 'tfjs, op by op';
