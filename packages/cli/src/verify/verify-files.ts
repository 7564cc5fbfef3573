import type { Arithmetic } from '@ibp/exact';
import { disposeNetwork } from '@ibp/layers';
import { fromOnnx, hasOnnxRuntime, onnxForward } from '@ibp/onnx';
import { onnxTensors } from '@ibp/onnx/import';
import { plainNetwork } from '@ibp/verify';
import { parseVnnlib, type VnnlibQuery } from '@ibp/vnnlib';
import type { Answer, Verification } from './answer';
import { assertTensors } from './assert-tensors';
import { type Certified, certifyQuery, type Searched } from './certify-query';
import type { Forward } from './judge';
import { besides, readBytes, readText } from './read-files';
import { verifyQuery } from './verify-query';

/** A network, a file of properties, and how long they may take. */
export type Task = {
  readonly onnx: string;
  readonly vnnlib: string;
  /** Seconds, with reading the files. */
  readonly timeout: number;
  /** Seconds more, in which the answer is proved in exact arithmetic; not unless given. */
  readonly confirm?: number;
  /** What the answer has to hold in, of real numbers unless given: what is not confirmed in another one is no answer. */
  readonly arithmetic?: Arithmetic;
};

/** What a file asked, and what came of it. */
export type FilesResult = {
  readonly query?: VnnlibQuery;
  readonly verification: Verification;
  /** With `confirm`, and an answer. */
  readonly certificate?: Certified['certificate'];
};

/** Verifies a VNN-LIB file of an ONNX network; what cannot be read or is not supported is the answer `error`. */
export async function verifyFiles({
  onnx,
  vnnlib,
  timeout,
  confirm,
  arithmetic = 'real',
}: Task): Promise<FilesResult> {
  const start = performance.now();
  const seconds = () => (performance.now() - start) / 1000;
  let query: VnnlibQuery | undefined;
  try {
    query = parsed(vnnlib);
    const network = await imported(onnx, query);
    const onnxruntime = await replayOf(onnx);
    try {
      const options = { left: () => timeout - seconds(), onnxruntime };
      const { results, ...found } = await verifyQuery(network, query, options);
      const verification = { ...found, seconds: seconds() };
      if (confirm === undefined || !isAnswered(found)) return { query, verification };
      const searched = { plain: await plainNetwork(network), query, results, arithmetic };
      return { query, ...(await confirmed(searched, verification, confirm)) };
    } finally {
      disposeNetwork(network);
    }
  } catch (error) {
    const failed = { answer: 'error', reason: (error as Error).message, method: '', nodes: 0 } as const;
    return { ...(query && { query }), verification: { ...failed, seconds: seconds() } };
  }
}

const isAnswered = ({ answer }: { readonly answer: Answer }): boolean =>
  answer === 'sat' || answer === 'unsat';

/** The answer, and the certificate of it. */
async function confirmed(searched: Searched, verification: Verification, budget: number) {
  const start = performance.now();
  const seconds = () => (performance.now() - start) / 1000;
  const { certificate, confirmed, reason } = await certifyQuery(searched, () => budget - seconds());
  const about = { confirmed, confirmSeconds: seconds(), ...(reason !== undefined && { open: reason }) };
  const { arithmetic = 'real' } = searched;
  if (confirmed || arithmetic === 'real') return { certificate, verification: { ...verification, ...about } };
  const { witness: _, ...rest } = verification;
  const open = `${verification.answer} of real numbers, and not in ${arithmetic}`;
  return { certificate, verification: { ...rest, ...about, answer: 'unknown' as const, reason: open } };
}

export function parsed(file: string): VnnlibQuery {
  const text = readText(file);
  try {
    return parseVnnlib(text);
  } catch (error) {
    throw new Error(`${file}: ${(error as Error).message}`);
  }
}

export async function imported(file: string, query: VnnlibQuery) {
  const bytes = readBytes(file);
  try {
    assertTensors(query, onnxTensors(bytes, { external: besides(file) }));
    return await fromOnnx(bytes, { external: besides(file) });
  } catch (error) {
    throw new Error(`${file}: ${(error as Error).message}`);
  }
}

/** Outputs by onnxruntime, where it is there: a session for each, as there is hardly ever a second. */
export async function replayOf(file: string): Promise<Forward | undefined> {
  if (!(await hasOnnxRuntime())) return undefined;
  return async (input) => {
    const { run, close } = await onnxForward(readBytes(file), { external: besides(file) });
    try {
      return await run(input);
    } finally {
      await close();
    }
  };
}
