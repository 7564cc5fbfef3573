import { type Limits, shareOf } from '../limits';
import type { Hand } from './hand';
import type { PartSession, Searched } from './part-session';

type Counted = { readonly searched: Searched; readonly nodes: number };

/**
 * All search what they have at once, until each has bounded so many parts; what would end the search ends the round.
 *
 * @returns what each came to, this thread first.
 */
export async function searchRound(
  own: PartSession,
  hands: readonly Hand[],
  limits: Limits,
  nodes: number,
): Promise<readonly Searched[]> {
  const { seconds } = limits.left();
  const stop = new AbortController();
  const onAbort = () => stop.abort();
  limits.signal?.addEventListener('abort', onAbort);
  const here = async (): Promise<Counted> => {
    const ends = shareOf(limits, { nodes, signal: stop.signal });
    const searched = own.size() > 0 ? await own.search(ends) : { unresolved: false };
    return { searched, nodes: ends.nodes };
  };
  const there = async (hand: Hand): Promise<Counted> => {
    const came = await hand.search({ nodes, seconds }, stop.signal);
    return { searched: came, nodes: came.nodes };
  };
  const heard = async (one: Promise<Counted>): Promise<Counted> => {
    const { searched } = await one;
    if (searched.witness || searched.reason === 'not finite') stop.abort();
    return one;
  };
  try {
    const all = await Promise.all([here(), ...hands.map(there)].map(heard));
    // only now, as limits of what was searched here are by them
    for (const { nodes: bounded } of all) limits.nodes += bounded;
    return all.map(({ searched }) => searched);
  } finally {
    limits.signal?.removeEventListener('abort', onAbort);
  }
}
