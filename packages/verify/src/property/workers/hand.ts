import type { Limits } from '../limits';
import type { Came, Dealt, SearchAbout, SearchReply, SearchTask, SearchWorkers } from './workers';

/** A worker as the one sees it who deals: one that ended has nothing and does nothing. */
export type Hand = {
  readonly size: () => number;
  /** Has parts searched with what it has, from the next search on. */
  readonly take: (parts: readonly Dealt<unknown>[]) => void;
  readonly search: (
    ends: { readonly nodes: number; readonly seconds: number },
    signal: AbortSignal,
  ) => Promise<Came>;
  readonly give: (numbers: readonly number[]) => Promise<readonly Dealt<unknown>[]>;
  /** How all that it took up was cut; nothing where it ended. */
  readonly trees: () => Promise<unknown>;
  /** Has it forget the search. */
  readonly end: () => Promise<void>;
  readonly ended: () => boolean;
  /** Whether it has ever taken up parts. */
  readonly taken: () => boolean;
};

/** A task without its search. */
type Asked = SearchTask extends infer T ? (T extends SearchTask ? Omit<T, 'search'> : never) : never;

/** Time for what is no search, such as telling trees when time is up. */
const fewSeconds = 60;

let begun = 0;

/** The workers that are there, each having been told what is searched. */
export async function begin(workers: SearchWorkers, about: SearchAbout, limits: Limits): Promise<Hand[]> {
  // one that no other search of these workers has, whoever began it
  begun += 1;
  const search = `${begun}, ${performance.now()}`;
  const hands = Array.from({ length: workers.count }, (_, index) => handOf(workers, index, search));
  const began = await Promise.all(
    hands.map(({ ask }) => ask('began', { kind: 'begin', about }, limits.left().seconds)),
  );
  return hands.filter((_, k) => began[k] !== undefined).map(({ hand }) => hand);
}

function handOf(workers: SearchWorkers, index: number, search: string) {
  let open = 0;
  let pending: readonly Dealt<unknown>[] = [];
  let [hasTaken, ended] = [false, false];

  /** The answer, if it is one of this kind. */
  const ask = async <K extends SearchReply['kind']>(
    kind: K,
    task: Asked,
    seconds = fewSeconds,
    signal?: AbortSignal,
  ): Promise<Extract<SearchReply, { kind: K }> | undefined> => {
    if (ended) return undefined;
    const asked = { search, ...task } as SearchTask;
    let reply: SearchReply | undefined;
    try {
      reply = await workers.ask(index, asked, { seconds, signal });
    } catch {
      // it is told from what is not there
    }
    if (reply?.kind === kind && reply.search === search) return reply as Extract<SearchReply, { kind: K }>;
    // whatever it had is open, and stays so
    [open, pending, ended] = [0, [], true];
    return undefined;
  };

  const hand: Hand = {
    size: () => open + pending.length,
    take: (parts) => {
      if (parts.length === 0) return;
      hasTaken = true;
      if (!ended) pending = [...pending, ...parts];
    },
    search: async ({ nodes, seconds }, signal) => {
      const parts = pending;
      pending = [];
      open += parts.length;
      const reply = await ask('came', { kind: 'search', parts, nodes, seconds }, seconds, signal);
      if (!reply) return { open: 0, nodes: 0, unresolved: false };
      open = reply.came.open;
      return reply.came;
    },
    give: async (numbers) => {
      const reply = await ask('gave', { kind: 'give', numbers });
      if (!reply) return [];
      open -= reply.parts.length;
      return reply.parts;
    },
    trees: async () => (await ask('trees', { kind: 'trees' }))?.trees,
    end: async () => {
      await ask('ended', { kind: 'end' });
    },
    ended: () => ended,
    taken: () => hasTaken,
  };
  return { hand, ask };
}
