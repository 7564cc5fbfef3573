import { disposeNetwork } from '@ibp/layers';
import { fromOnnx, hasOnnxRuntime, onnxForward } from '@ibp/onnx';
import { onnxTensors } from '@ibp/onnx/import';
import { parseVnnlib, type VnnlibQuery } from '@ibp/vnnlib';
import type { Verification } from './answer';
import { assertTensors } from './assert-tensors';
import type { Forward } from './judge';
import { besides, readBytes, readText } from './read-files';
import { type QueryResult, verifyQuery } from './verify-query';

/** A network, a file of properties, and how long they may take. */
export type Task = {
  readonly onnx: string;
  readonly vnnlib: string;
  /** Seconds, with reading the files. */
  readonly timeout: number;
};

/** What a file asked, and what came of it. */
export type FilesResult = {
  readonly query?: VnnlibQuery;
  readonly verification: Verification;
  readonly results: QueryResult['results'];
};

/** Verifies a VNN-LIB file of an ONNX network; what cannot be read or is not supported is the answer `error`. */
export async function verifyFiles({ onnx, vnnlib, timeout }: Task): Promise<FilesResult> {
  const start = performance.now();
  const seconds = () => (performance.now() - start) / 1000;
  let query: VnnlibQuery | undefined;
  try {
    query = parsed(vnnlib);
    const network = await imported(onnx, query);
    const onnxruntime = (await hasOnnxRuntime()) ? replay(onnx) : undefined;
    try {
      const options = { left: () => timeout - seconds(), onnxruntime };
      const { results, ...found } = await verifyQuery(network, query, options);
      return { query, results, verification: { ...found, seconds: seconds() } };
    } finally {
      disposeNetwork(network);
    }
  } catch (error) {
    const failed = { answer: 'error', reason: (error as Error).message, method: '', nodes: 0 } as const;
    return { ...(query && { query }), results: [], verification: { ...failed, seconds: seconds() } };
  }
}

function parsed(file: string): VnnlibQuery {
  const text = readText(file);
  try {
    return parseVnnlib(text);
  } catch (error) {
    throw new Error(`${file}: ${(error as Error).message}`);
  }
}

async function imported(file: string, query: VnnlibQuery) {
  const bytes = readBytes(file);
  try {
    assertTensors(query, onnxTensors(bytes, { external: besides(file) }));
    return await fromOnnx(bytes, { external: besides(file) });
  } catch (error) {
    throw new Error(`${file}: ${(error as Error).message}`);
  }
}

/** Outputs by onnxruntime: a session for each, as there is hardly ever a second. */
const replay =
  (file: string): Forward =>
  async (input) => {
    const { run, close } = await onnxForward(readBytes(file), { external: besides(file) });
    try {
      return await run(input);
    } finally {
      await close();
    }
  };
