import type { PlainNetwork } from '@ibp/core';
import { disposeNetwork, networkOf } from '@ibp/layers';
import { certify, type Stage } from '@ibp/verify';
import * as tf from '@tensorflow/tfjs-core';
import type { CampaignMethod } from '../campaign/campaign';
import { canonicalJson } from '../campaign/hash';
import { type Inputs, inputAt, radiiAt } from '../campaign/inputs';
import { type OpenCases, openJournal } from './open-cases';
import type { Solve, SolveRequest } from './work';

/** Examples that stages see at once; what comes of each does not depend on the others. */
const together = 100;

/** A `Solve` that keeps what it made of a network for the next request. */
export type SolveBy = Solve & {
  /** Frees the network and closes the stages; the next request makes them anew. */
  readonly close: () => Promise<void>;
};

/**
 * Settles cases by `certify`, with the stages of a method; those that take one example at a time are left out where it is to be quick.
 * Network and stages are kept until a request asks for others, or for `close`, and so is how far it came with cases that it left open.
 *
 * @param stagesOf the stages, cheapest first; asked for once for each network and method in a row.
 */
export function solveBy(stagesOf: (method: CampaignMethod) => readonly Stage[]): SolveBy {
  let idle: Kept | undefined;
  /** What is at work is nobody else's: of two requests at once, each has its own. */
  const take = async (request: SolveRequest): Promise<Kept> => {
    const before = idle;
    idle = undefined;
    if (before && isFor(before, request)) return before;
    await before?.close();
    return keep(request, stagesOf(request.method));
  };
  const close = async () => {
    const before = idle;
    idle = undefined;
    await before?.close();
  };
  const solve: Solve = async function* (request) {
    const { inputs, places, epsilon, method, quick } = request;
    const kept = await take(request);
    try {
      const { seconds: budget, seed, arithmetic } = method;
      const stages = quick ? kept.stages.filter(({ batch }) => batch > 1) : kept.stages;
      const options = { epsilon: radiiAt(inputs, epsilon), stages, range: inputs.range, budget, seed };
      const more = { journal: openJournal(kept.openOf(epsilon), quick), ...(arithmetic && { arithmetic }) };
      yield* certify(kept.network, batchesOf(inputs, places), { ...options, ...more });
    } finally {
      const other = idle;
      idle = kept;
      await other?.close();
    }
  };
  return Object.assign(solve, { close });
}

/** What serves requests of one network, by one method. */
type Kept = {
  readonly plain: PlainNetwork;
  readonly inputs: Inputs;
  readonly method: string;
  readonly network: ReturnType<typeof networkOf>;
  readonly stages: readonly Stage[];
  readonly openOf: (epsilon: number) => OpenCases;
  readonly close: () => Promise<void>;
};

const isFor = (kept: Kept, { network, inputs, method }: SolveRequest): boolean =>
  kept.plain === network && kept.inputs === inputs && kept.method === canonicalJson(method);

function keep({ network: plain, inputs, method }: SolveRequest, stages: readonly Stage[]): Kept {
  const network = networkOf(plain);
  const open = new Map<number, OpenCases>();
  return {
    ...{ plain, inputs, method: canonicalJson(method), network, stages },
    openOf: (epsilon) => {
      const own = open.get(epsilon) ?? new Map();
      open.set(epsilon, own);
      return own;
    },
    close: async () => {
      for (const { close } of stages) await close?.();
      disposeNetwork(network);
    },
  };
}

function* batchesOf(inputs: Inputs, places: readonly number[]) {
  for (let start = 0; start < places.length; start += together) {
    const own = places.slice(start, start + together);
    const x = new Float32Array((own.length * inputs.x.length) / inputs.labels.length);
    for (const [i, place] of own.entries()) x.set(inputAt(inputs, place), (i * x.length) / own.length);
    yield {
      x: tf.tensor(x, [own.length, ...inputs.shape]),
      labels: own.map((place) => inputs.labels[place]!),
      places: own,
    };
  }
}
