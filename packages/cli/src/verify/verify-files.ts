import type { Arithmetic } from '@ibp/exact';
import type { SearchWorkers } from '@ibp/verify';
import type { VnnlibQuery } from '@ibp/vnnlib';
import { besides, readBytes, readText } from './read-files';
import {
  type Contents,
  type FilesResult,
  networkFor,
  queryOf,
  replayOf as replayOfContents,
  verifyContents,
} from './verify-contents';

/** A network, a file of properties, and how long they may take. */
export type Task = {
  readonly onnx: string;
  readonly vnnlib: string;
  /** Seconds, with reading the files. */
  readonly timeout: number;
  /** The most parts that are bounded; no limit unless given. */
  readonly nodes?: number;
  /** Seconds more, in which the answer is proved in exact arithmetic; not unless given. */
  readonly confirm?: number;
  /** What the answer has to hold in, of real numbers unless given: what is not confirmed in another one is no answer. */
  readonly arithmetic?: Arithmetic;
};

/** Verifies a VNN-LIB file of an ONNX network; what cannot be read or is not supported is the answer `error`. */
export async function verifyFiles(
  { onnx, vnnlib, timeout, nodes, confirm, arithmetic = 'real' }: Task,
  workers?: SearchWorkers,
): Promise<FilesResult> {
  const start = performance.now();
  const left = () => timeout - (performance.now() - start) / 1000;
  return verifyContents(() => contentsOf({ onnx, vnnlib }), {
    ...{ left, arithmetic, workers },
    ...(nodes === undefined ? {} : { maxNodes: nodes }),
    ...(confirm === undefined ? {} : { confirm }),
  });
}

/** @throws naming the file that is not there; the network is read where it is asked for. */
export const contentsOf = ({ onnx, vnnlib }: Pick<Task, 'onnx' | 'vnnlib'>): Contents => ({
  vnnlib: readText(vnnlib),
  get onnx() {
    return readBytes(onnx);
  },
  external: besides(onnx),
  names: { onnx, vnnlib },
});

const networkAt = (file: string) => ({ onnx: readBytes(file), external: besides(file) });

export const parsed = (file: string): VnnlibQuery =>
  queryOf({ vnnlib: readText(file), names: { onnx: '', vnnlib: file } });

export const imported = (file: string, query: VnnlibQuery) =>
  networkFor({ ...networkAt(file), names: { onnx: file, vnnlib: '' } }, query);

/** Outputs by onnxruntime, where it is there. */
export const replayOf = (file: string) => replayOfContents(networkAt(file));
