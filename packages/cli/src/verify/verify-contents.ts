import type { Arithmetic } from '@ibp/exact';
import { disposeNetwork } from '@ibp/layers';
import { fromOnnx, hasOnnxRuntime, onnxForward } from '@ibp/onnx';
import { onnxTensors } from '@ibp/onnx/import';
import { plainNetwork, type SearchWorkers } from '@ibp/verify';
import { parseVnnlib, type VnnlibQuery } from '@ibp/vnnlib';
import type { Answer, Verification } from './answer';
import { assertTensors } from './assert-tensors';
import { type Certified, certifyQuery, type Searched } from './certify-query';
import type { Forward } from './judge';
import { verifyQuery } from './verify-query';

/** A network and properties of it, by what is in their files, which may lie anywhere. */
export type Contents = {
  readonly onnx: Uint8Array;
  /** Files of weights that the network names. */
  readonly external: (location: string) => Uint8Array;
  readonly vnnlib: string;
  /** By which messages call them. */
  readonly names: { readonly onnx: string; readonly vnnlib: string };
};

/** How far a verification goes. */
export type Effort = {
  /** Seconds that are left, by a clock that runs on. */
  readonly left: () => number;
  /** The most parts that are bounded, of all properties; no limit unless given. */
  readonly maxNodes?: number;
  /** Seconds more, in which the answer is proved in exact arithmetic; not unless given. */
  readonly confirm?: number;
  /** What the answer has to hold in, of real numbers unless given: what is not confirmed in another one is no answer. */
  readonly arithmetic?: Arithmetic;
  /** Others who search beside this process. */
  readonly workers?: SearchWorkers | undefined;
};

/** What a file asked, and what came of it. */
export type FilesResult = {
  readonly query?: VnnlibQuery;
  readonly verification: Verification;
  /** With `confirm`, and an answer. */
  readonly certificate?: Certified['certificate'];
};

/** Verifies the properties of a network; what cannot be read or is not supported is the answer `error`. */
export async function verifyContents(
  contents: () => Contents,
  { left, maxNodes, confirm, arithmetic = 'real', workers }: Effort,
): Promise<FilesResult> {
  const start = performance.now();
  const seconds = () => (performance.now() - start) / 1000;
  let query: VnnlibQuery | undefined;
  try {
    const given = contents();
    query = queryOf(given);
    const network = await networkFor(given, query);
    const onnxruntime = await replayOf(given);
    try {
      const options = { left, onnxruntime, workers, ...(maxNodes === undefined ? {} : { maxNodes }) };
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

export const isAnswered = ({ answer }: { readonly answer: Answer }): boolean =>
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

/** @throws naming the file where it is none of properties. */
export function queryOf({ vnnlib, names }: Pick<Contents, 'vnnlib' | 'names'>): VnnlibQuery {
  try {
    return parseVnnlib(vnnlib);
  } catch (error) {
    throw new Error(`${names.vnnlib}: ${(error as Error).message}`);
  }
}

/** @throws naming the file where it is no network, or not one of the properties. */
export async function networkFor({ onnx, external, names }: Omit<Contents, 'vnnlib'>, query: VnnlibQuery) {
  try {
    assertTensors(query, onnxTensors(onnx, { external }));
    return await fromOnnx(onnx, { external });
  } catch (error) {
    throw new Error(`${names.onnx}: ${(error as Error).message}`);
  }
}

/** Outputs by onnxruntime, where it is there: a session for each, as there is hardly ever a second. */
export async function replayOf({
  onnx,
  external,
}: Pick<Contents, 'onnx' | 'external'>): Promise<Forward | undefined> {
  if (!(await hasOnnxRuntime())) return undefined;
  return async (input) => {
    const { run, close } = await onnxForward(onnx, { external });
    try {
      return await run(input);
    } finally {
      await close();
    }
  };
}
