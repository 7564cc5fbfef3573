import type { Found } from '../attack/attack';
import type { Limits } from '../limits';
import { begin, type Hand } from './hand';
import { moves } from './moves';
import type { PartSession, Searched } from './part-session';
import { searchRound } from './round';
import type { SearchAbout, SearchWorkers } from './workers';

/** Who searches beside this thread, and what they have to know. */
export type Crew = {
  readonly workers: SearchWorkers;
  readonly about: SearchAbout;
  /** How many parts are bounded first at the most, where each takes long. */
  readonly soon?: number | undefined;
  /** A worker's witness as one of this thread, if it is one here. */
  readonly check: (witness: Found) => Found | undefined;
};

/** Those that are at a search: any other goes on without them. */
const atWork = new WeakSet<SearchWorkers>();

/** Parts that wait for each before they are dealt, and how many are bounded before. */
const [each, alone] = [2, 128];
/** Of a round's parts for each, the share of those that were bounded before, and the most. */
const [growth, most] = [1 / 4, 4096];

/**
 * Searches the parts of a session, with others where there are any: each has parts of its own, and in rounds of so many parts
 * all search at once; between these, who has few gets of what others have. Which parts are whose depends on numbers alone,
 * never on time: without limits of time the same search takes the same decisions, until one finds a witness.
 *
 * What a worker had that ended stays open: the end is `lost` then, at best.
 */
export async function searchTogether(
  own: PartSession,
  limits: Limits,
  crew: Crew | undefined,
): Promise<Searched> {
  const { nodes: before } = limits;
  const { count = 0, after: given = alone } = crew && !atWork.has(crew.workers) ? crew.workers : {};
  const after = Math.min(given, crew?.soon ?? given);
  const many = (waiting: number) => waiting >= each * (count + 1) && limits.nodes - before >= after;
  const found = await own.search(limits, count > 0 ? many : undefined);
  if (!crew || own.size() === 0 || found.reason || found.witness) return found;
  // another search may have begun with them meanwhile
  if (atWork.has(crew.workers)) return await own.search(limits).then((rest) => both(found, rest));
  atWork.add(crew.workers);
  let hands: readonly Hand[] = [];
  const share = (working: number) =>
    Math.min(shareOfRound(limits.nodes - before, after), limits.left().nodes / working);
  try {
    hands = await begin(crew.workers, crew.about, limits);
    return both(found, await searchInRounds(own, hands, { limits, check: crew.check, share }));
  } finally {
    await Promise.all(hands.map((hand) => hand.end()));
    atWork.delete(crew.workers);
  }
}

/** What the second came to, of both. */
const both = (first: Searched, second: Searched): Searched => ({
  ...second,
  unresolved: first.unresolved || second.unresolved,
});

/** How many parts each bounds in a round: few at first, so that none waits long for others. */
const shareOfRound = (bounded: number, after: number): number =>
  Math.min(most, Math.max(after / 2, growth * bounded));

type Rounds = Pick<Crew, 'check'> & {
  readonly limits: Limits;
  /** How many parts each of so many may bound in the next round. */
  readonly share: (working: number) => number;
};

async function searchInRounds(
  own: PartSession,
  hands: readonly Hand[],
  { limits, check, share }: Rounds,
): Promise<Searched> {
  let unresolved = false;
  const numbers = counter();
  const there = () => hands.filter(({ ended }) => !ended());
  /** Whether one ended with parts, or with how they were cut. */
  const isLost = () => hands.some((hand) => hand.ended() && hand.taken());
  for (;;) {
    const reason = limits.reached();
    if (reason) return { unresolved, reason };
    await deal([own, ...there()], numbers);
    const busy = there().filter((hand) => hand.size() > 0);
    const working = busy.length + Math.min(1, own.size());
    if (working === 0) break;
    const nodes = Math.max(1, Math.floor(share(working)));
    for (const [i, one] of (await searchRound(own, busy, limits, nodes)).entries()) {
      unresolved ||= one.unresolved;
      if (one.reason === 'not finite') return { unresolved, reason: 'not finite' };
      const witness = one.witness && (i === 0 ? one.witness : check(one.witness));
      if (witness) return { unresolved, witness };
    }
  }
  if (isLost()) return { unresolved, reason: 'lost' };
  if (unresolved) return { unresolved };
  const trees = await Promise.all(there().flatMap((hand) => (hand.taken() ? [hand.trees()] : [])));
  if (isLost()) return { unresolved, reason: 'lost' };
  own.graft([own.trees(), ...trees]);
  return { unresolved };
}

/** Those with few parts get of those with many. */
async function deal(
  all: readonly (Hand | PartSession)[],
  numbers: (count: number) => number[],
): Promise<void> {
  for (const { from, to, count } of moves(all.map((one) => one.size()))) {
    const parts = await all[from]!.give(numbers(count));
    all[to]!.take(parts);
  }
}

/** Numbers that nothing was given away under yet. */
function counter(): (count: number) => number[] {
  let next = 0;
  return (count) => Array.from({ length: count }, () => next++);
}
