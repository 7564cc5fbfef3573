import type { HostTensor, NumericType } from './host-tensor';
import { identityModel } from './identity-model';
import { isWeb, type OnnxRuntime, type OnnxSession, type OnnxTensor } from './onnx-runtime';

/** Brings a tensor's values here, from wherever they are. */
export type Download = (tensor: OnnxTensor, dtype: NumericType) => Promise<HostTensor['data']>;

/**
 * onnxruntime-node (1.30) takes buffers of a GPU back as inputs but cannot read one: asked to, it aborts the process. A
 * graph that gives its input back, to the host, reads it; one is made for each shape.
 */
export function downloader(runtime: OnnxRuntime, options: object): Download {
  const readers = new Map<string, Promise<OnnxSession>>();
  const reader = (dtype: NumericType, shape: readonly number[]): Promise<OnnxSession> => {
    const key = `${dtype}[${shape}]`;
    const made = readers.get(key) ?? runtime.InferenceSession.create(identityModel(dtype, shape), options);
    readers.set(key, made);
    return made;
  };
  return async (tensor, dtype) => {
    const far = tensor.location !== undefined && tensor.location !== 'cpu';
    if (isWeb(runtime) || !far) return (await tensor.getData()) as HostTensor['data'];
    const { y } = await (await reader(dtype, tensor.dims)).run({ x: tensor }, ['y']);
    return y!.data as HostTensor['data'];
  };
}
