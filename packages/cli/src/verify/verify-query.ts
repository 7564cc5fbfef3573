import type { Network } from '@ibp/layers';
import { type PropertyResult, plainNetwork, type SearchWorkers, verifyProperty } from '@ibp/verify';
import type { VnnlibQuery } from '@ibp/vnnlib';
import { reasons, type Verification } from './answer';
import { fileWitness } from './file-witness';
import { assertFits, endless } from './fits';
import type { Forward } from './judge';

/** What a search goes by. */
export type QueryOptions = {
  /** Seconds that are left, by a clock that runs on. */
  readonly left: () => number;
  /** The most parts that are bounded, of all properties; no limit unless given. Unlike time it gives the same end everywhere. */
  readonly maxNodes?: number;
  /** The output by onnxruntime, where it is there. */
  readonly onnxruntime?: Forward | undefined;
  /** Others who search each property beside this process. */
  readonly workers?: SearchWorkers | undefined;
};

/** What was found, and for each property what was made of it. */
export type QueryResult = Omit<Verification, 'seconds'> & {
  readonly results: readonly (PropertyResult | undefined)[];
};

/**
 * Verifies the properties of a file one after the other: `sat` with the first that does not hold, `unsat` where all do. They
 * share the time and the parts; what one leaves goes to those after it, and what is left in the end to those that ran out.
 *
 * @throws when the file is not one of the network.
 */
export async function verifyQuery(
  network: Network,
  query: VnnlibQuery,
  options: QueryOptions,
): Promise<QueryResult> {
  assertFits(network, query);
  const { properties } = query;
  const { maxNodes = Number.POSITIVE_INFINITY } = options;
  const results: (PropertyResult | undefined)[] = properties.map(() => undefined);
  const open = endless(query);
  if (open !== undefined) return { answer: 'unknown', reason: open, method: '', nodes: 0, results };
  const plain = await plainNetwork(network);
  const methods = new Set<string>();
  let nodes = 0;
  let reason: string | undefined;
  const found = (answer: Verification['answer'], more: Partial<Verification> = {}): QueryResult => ({
    ...{ answer, method: [...methods].join('+'), nodes, results },
    ...more,
  });
  for (const again of [false, true]) {
    const waiting = properties.flatMap((_, k) =>
      results[k] === undefined || (again && isOver(results[k])) ? [k] : [],
    );
    for (const [i, k] of waiting.entries()) {
      const budget = options.left() / (waiting.length - i);
      if (!(budget > 0)) return found('timeout', { reason: reasons.time });
      const most = Math.ceil((maxNodes - nodes) / (waiting.length - i));
      if (!(most > 0)) return found('unknown', { reason: reasons.nodes });
      const result = await verifyProperty(network, properties[k]!, {
        budget,
        ...(Number.isFinite(most) ? { maxNodes: most } : {}),
        ...(options.workers && { workers: options.workers }),
      });
      results[k] = result;
      nodes += result.nodes;
      if (result.method !== '') methods.add(result.method);
      if (result.witness) {
        const witness = await fileWitness(
          { network, plain, query },
          properties[k]!,
          result.witness,
          options.onnxruntime,
        );
        if (witness) return found('sat', { witness, method: result.method });
        reason ??= 'what was found is not what the file asks for, or not in onnxruntime';
      }
    }
  }
  if (results.every((result) => result?.status === 'verified')) return found('unsat');
  const why = results.map((result) => result?.reason).find((each) => each !== undefined);
  if (why === 'time') return found('timeout', { reason: reasons.time });
  return found('unknown', { reason: reason ?? (why ? reasons[why] : 'it is open') });
}

/** Whether a search came to the end of what it had, and more may help. */
const isOver = ({ reason }: PropertyResult): boolean => reason === 'time' || reason === 'nodes';
