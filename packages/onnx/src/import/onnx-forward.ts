import { fail, sizeOf } from '@ibp/core';
import { loadOnnxRuntime } from '../runtime/onnx-runtime';
import type { FromOnnxOptions } from './from-onnx';
import { decode, locationsOf, readModel, unpacked } from './read-onnx';
import { runFile } from './run-file';

/** What onnxruntime computes of a file. */
export type OnnxForward = {
  /**
   * The outputs of one input, flattened as the input is: tensor after tensor in the order of the file, without the batch.
   *
   * @throws when there are not as many values as the file takes.
   */
  readonly run: (x: Float32Array) => Promise<number[]>;
  /** Frees what onnxruntime holds. */
  readonly close: () => Promise<void>;
};

/**
 * Runs an ONNX file in onnxruntime, on the CPU: what a witness is held to, beside the network that was imported.
 *
 * @throws when the file is damaged, onnxruntime is not installed or cannot run it.
 *
 * @example
 * ```ts
 * import { dense, network, ones } from '@ibp/layers';
 * import { onnxForward } from '@ibp/onnx';
 * import { networkToOnnx } from '@ibp/onnx/export';
 *
 * const bytes = await networkToOnnx(network([2], dense(1, { kernelInitializer: ones })));
 * const { run, close } = await onnxForward(bytes);
 * console.log(await run(Float32Array.of(1, 2))); // [ 3 ]
 * await close();
 * ```
 */
export async function onnxForward(
  bytes: Uint8Array,
  { external, runtime: given, dimensions = {} }: Omit<FromOnnxOptions, 'compare'> = {},
): Promise<OnnxForward> {
  const runtime = given ?? (await loadOnnxRuntime());
  const own = unpacked(bytes);
  const model = decode(own);
  const files = new Map<string, Uint8Array>();
  if (external) for (const location of locationsOf(model)) files.set(location, await external(location));
  const read = readModel(model, {
    dimensions,
    ...(external && { external: (name: string) => files.get(name)! }),
  });
  const externalData = [...files].map(([path, data]) => ({ path, data }));
  const session = await runtime.InferenceSession.create(own, {
    logSeverityLevel: 3,
    ...(externalData.length > 0 && { externalData }),
  });
  const { inputs, outputs } = read;
  const size = inputs.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  return {
    run: async (x) => {
      if (x.length !== size) fail('onnxForward', `expected ${size} inputs, got ${x.length}`);
      return await runFile({ runtime, session, inputs, outputs }, x);
    },
    close: () => session.release(),
  };
}
