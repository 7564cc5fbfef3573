import { fail } from '@ibp/core';
import { region } from '@ibp/exact';
import { disposeNetwork, lower, networkOf } from '@ibp/layers';
import { searchedOnce } from '../activation-split/activation-split';
import { planesOnHeap } from '../activation-split/fall';
import { openSession } from '../activation-split/open-session';
import { rootFrom } from '../activation-split/root';
import { rowsOfConjunction } from '../activation-split/rows-of-conjunction';
import type { Attack } from '../attack/attack';
import { chooseAttack } from '../attack/choose';
import { boxSession } from '../box-session';
import { linesOnHost } from '../host/host-lines';
import { type HostNetwork, hostNetwork } from '../host/host-network';
import { type Limits, limitsOf } from '../limits';
import { hiddenLayerOf } from '../plane-split/hidden-layer';
import { singleRows } from '../plane-split/search';
import { planeSession } from '../plane-split/session';
import { fitsProducts, productRegion } from '../product-split/product-split';
import { productSession } from '../product-split/session';
import type { PartSession } from './part-session';
import type { SearchAbout, SearchReply, SearchTask } from './workers';

/** Answers what a search asks, one thing after the other; the signal ends a search early. */
export type SearchWorker = (task: SearchTask, signal?: AbortSignal) => Promise<SearchReply>;

/**
 * One of those who search parts of a box for `verifyProperty`, in a thread or process of its own, on the backend that
 * tensorflow.js has there. It knows one search at a time: the next that begins takes its place.
 *
 * @example
 * ```ts
 * import { dense, network, relu, sequential } from '@ibp/layers';
 * import { searchWorker, verifyProperty } from '@ibp/verify';
 *
 * // here in this thread; elsewhere tasks come, and answers go, as messages
 * const answer = searchWorker();
 * const net = network([2], sequential(dense(16), relu(), dense(3)), { seed: 8 });
 * const box = { lower: Float64Array.of(0.8, 0), upper: Float64Array.of(1, 0.2) };
 * const unsafe = [{ c: Float64Array.of(1, -1, 0, 1, 0, -1), d: Float64Array.of(0, 0) }];
 * const { status } = await verifyProperty(net, { boxes: [box], unsafe }, {
 *   budget: 10,
 *   workers: { count: 1, ask: (_, task, { signal }) => answer(task, signal) },
 * });
 * console.log(status); // verified
 * ```
 */
export function searchWorker(): SearchWorker {
  let known: (Begun & { readonly search: string }) | undefined;
  const forget = () => {
    known?.end();
    known = undefined;
  };
  return async (task, signal) => {
    const { search } = task;
    if (task.kind === 'end') {
      if (known?.search === search) forget();
      return { search, kind: 'ended' };
    }
    if (task.kind === 'begin') {
      forget();
      known = { search, ...begun(task.about) };
      return { search, kind: 'began' };
    }
    if (known?.search !== search) {
      return fail('searchWorker', `expected ${task.kind} of the search that began last, got it of another`);
    }
    const { session } = known;
    if (task.kind === 'search') {
      const limits = limitsOf({
        maxNodes: task.nodes,
        ...(Number.isFinite(task.seconds) && { budget: task.seconds }),
        ...(signal && { signal }),
      });
      known.during(limits);
      session.take(task.parts);
      const searched = await session.search(limits);
      return { search, kind: 'came', came: { ...searched, open: session.size(), nodes: limits.nodes } };
    }
    if (task.kind === 'give') return { search, kind: 'gave', parts: session.give(task.numbers) };
    return { search, kind: 'trees', trees: session.trees() };
  };
}

/** A search as a worker has it. */
type Begun = {
  readonly session: PartSession;
  /** By which limits attacks go from now on. */
  readonly during: (limits: Limits) => void;
  readonly end: () => void;
};

function begun(about: SearchAbout): Begun {
  const { plain, rows } = about;
  const network = networkOf(plain);
  let now: Limits | undefined;
  // what is plain is in ops alone: lowering it makes no tensors
  const problem = { network: lower(network), plain, rows };
  const host = hostNetwork(plain);
  const { attack } = chooseAttack(problem, host, () => now?.reached() !== undefined);
  try {
    return {
      session: sessionOf(about, host, attack),
      during: (limits) => {
        now = limits;
      },
      end: () => disposeNetwork(network),
    };
  } catch (error) {
    disposeNetwork(network);
    throw error;
  }
}

function sessionOf(about: SearchAbout, host: HostNetwork | undefined, attack: Attack): PartSession {
  const { by } = about.cut;
  if (by === 'inputs') return inputsOf(about, host, attack);
  if (by === 'products') return productsOf(about, attack);
  return by === 'planes' ? planesOf(about, attack) : activationsOf(about, attack);
}

function productsOf({ plain, rows, box, cut }: SearchAbout, attack: Attack): PartSession {
  if (cut.by !== 'products' || !fitsProducts(plain)) return fail('searchWorker', 'expected products');
  return productSession(plain, productRegion(plain, box, rows), cut.conjunction, { attack, before: 0 });
}

function planesOf({ plain, rows, box, seed, cut }: SearchAbout, attack: Attack): PartSession {
  const layer = hiddenLayerOf(plain);
  const unsafe = singleRows(rows.spec, rows.conjunctions);
  if (!layer || !unsafe || cut.by !== 'planes') return fail('searchWorker', 'expected one hidden layer');
  const at = region(plain, box, unsafe);
  return planeSession(plain, layer, at, cut.conjunction, { attack, seed, before: 0 });
}

function inputsOf(
  { rows, box, seed, cut }: SearchAbout,
  host: HostNetwork | undefined,
  attack: Attack,
): PartSession {
  const bounder = host && linesOnHost(host, rows, box);
  if (!bounder || cut.by !== 'inputs') return fail('searchWorker', 'expected a network that the host bounds');
  const { batch, attackPoints } = cut;
  return boxSession(box, rows, { bounder, batch, seed, attack, attackPoints, before: 0 });
}

function activationsOf({ plain, rows, box, cut }: SearchAbout, attack: Attack): PartSession {
  const { net } = searchedOnce(plain)();
  if (!net || cut.by !== 'activations')
    return fail('searchWorker', 'expected a network that the host bounds');
  const { layers, region, output } = rootFrom(net, box, cut.enclosures, []);
  return openSession({
    passes: {
      ...{ net, layers, region, start: net.nodes.length - 1 },
      planes: cut.planes && planesOnHeap(cut.planes, box.lower.length),
    },
    rowsOf: (conjunction) => rowsOfConjunction(rows, conjunction, output),
    ...{ attack, before: 0 },
  });
}
