import type { VerdictData } from '../data/example-data';

/** What a verdict comes to, best first; each has a colour. */
export const tones = ['proved', 'open', 'broken', 'wrong', 'other'] as const;
/** One of `tones`. */
export type Tone = (typeof tones)[number];

/** A verdict in a word. */
export type Naming = { readonly name: string; readonly tone: Tone };

/** How many examples had a verdict. */
export type Count = Naming & { readonly count: number };

const known: { readonly [status: string]: Tone } = {
  verified: 'proved',
  unknown: 'open',
  unbroken: 'open',
  falsified: 'broken',
  broken: 'broken',
};

const toneOf = (status: string): Tone => (Object.hasOwn(known, status) ? known[status]! : 'other');

/** What a verdict is called and the colour that it has; a word that is not known is kept. */
export function namingOf(verdict: VerdictData | undefined): Naming {
  if (!verdict) return { name: 'not settled', tone: 'open' };
  const { status, method } = verdict;
  if (method === 'clean' && toneOf(status) === 'broken') return { name: 'misclassified', tone: 'wrong' };
  return { name: status, tone: toneOf(status) };
}

const byTone = (a: Naming, b: Naming): number => tones.indexOf(a.tone) - tones.indexOf(b.tone);

/** Every verdict that there is, in the order of `tones`. */
export const namesOf = (namings: readonly Naming[]): string[] => [
  ...new Set(namings.toSorted(byTone).map(({ name }) => name)),
];

/** How many there are of each verdict, in the order of `tones`. */
export function tally(verdicts: Iterable<VerdictData | undefined>): Count[] {
  const counts = new Map<string, Count>();
  for (const verdict of verdicts) {
    const naming = namingOf(verdict);
    counts.set(naming.name, { ...naming, count: (counts.get(naming.name)?.count ?? 0) + 1 });
  }
  return [...counts.values()].sort(byTone);
}

/** How many examples they are of. */
export const totalOf = (counts: readonly Count[]): number =>
  counts.reduce((sum, { count }) => sum + count, 0);
