import { rounded, unitSquare } from './fixed';
import type { Bound, Case, Entry, Lemma, MarabouProof, Relu } from './parse-marabou';

/** What a check of Marabou's proof came to. */
export type MarabouCheck = {
  /** `confirmed`: the query of the file has no solution. `rejected`: a case is left out. `not confirmable`: neither was shown. */
  readonly status: 'confirmed' | 'not confirmable' | 'rejected';
  readonly reason: string;
  /** Cases that end in a contradiction, lemmas that were used, and those that gave nothing. */
  readonly leaves: number;
  readonly lemmas: { readonly used: number; readonly idle: number };
};

type Ends = { readonly lower: (bigint | undefined)[]; readonly upper: (bigint | undefined)[] };

/**
 * Checks a proof of Marabou in exact arithmetic: every case is ended by a sum of rows that its bounds keep from being 0 (a Farkas
 * vector), every lemma is derived again from its explanation and from what a ReLU is, and each split is both signs of one ReLU or
 * both sides of one number. Bounds that the file gives for lemmas are not taken: what follows is.
 *
 * It shows that the query **in the file** has no solution. Marabou writes weights with ten digits after the point, and after its
 * own preprocessing, so that the file does not say which network it is of, nor is it of the very weights of one.
 *
 * @example
 * ```ts
 * import { checkMarabou, parseMarabou } from '@ibp/proofs';
 *
 * // x in [1, 2] and x in [0, 0.5]: rows x - y = 0, ends of x and y
 * const proof = parseMarabou({
 *   tableau: [[{ var: 0, val: 1 }, { var: 1, val: -1 }]],
 *   upperBounds: [2, 0.5], lowerBounds: [1, 0], constraints: [],
 *   proof: { contradiction: [{ var: 0, val: -1 }] },
 * });
 * console.log(checkMarabou(proof).status); // confirmed
 * ```
 */
export function checkMarabou(proof: MarabouProof): MarabouCheck {
  const lemmas = { used: 0, idle: 0 };
  let leaves = 0;
  const ended = (status: MarabouCheck['status'], reason: string): MarabouCheck => ({
    status,
    reason,
    leaves,
    lemmas,
  });
  if (proof.others > 0)
    return ended('not confirmable', `${proof.others} constraints are of another kind than ReLU`);
  const known = proof.relus.map((relu) => (isSaid(proof, relu) ? relu : { b: relu.b, f: relu.f }));
  const stack: { readonly at: Case; readonly before: Ends }[] = [
    { at: proof.root, before: { lower: [...proof.lower], upper: [...proof.upper] } },
  ];
  for (let next = stack.pop(); next; next = stack.pop()) {
    const { at, before } = next;
    const ends: Ends = { lower: before.lower.slice(), upper: before.upper.slice() };
    for (const bound of at.split) tighten(ends, bound);
    for (const lemma of at.lemmas) {
      const bound = derived(proof, known, ends, lemma);
      lemmas[bound ? 'used' : 'idle'] += 1;
      if (bound) tighten(ends, bound);
    }
    if (at.cases.length > 0) {
      if (!areAll(at.cases, known)) return ended('rejected', 'cases that are not all that there are');
      for (const one of at.cases) stack.push({ at: one, before: ends });
      continue;
    }
    if (!at.contradiction) return ended('rejected', 'a case that ends without a contradiction');
    if (!contradicts(proof, ends, at.contradiction))
      return ended('not confirmable', 'a contradiction that is none in exact arithmetic');
    leaves += 1;
  }
  return ended('confirmed', 'the query of the file has no solution');
}

/** Whether a row says that `aux = f - b`, of three variables, but for others that are 0. */
function isSaid({ tableau, lower, upper }: MarabouProof, { b, f, aux }: Relu): boolean {
  // of b in the place of aux a row `f - b` would say both
  if (new Set([b, f, aux]).size < 3) return false;
  return tableau.some((row) => {
    const rest = row.filter(({ index }) => index !== b && index !== f && index !== aux);
    const of = (index: number | undefined) =>
      row.reduce((sum, entry) => (entry.index === index ? sum + entry.value : sum), 0n);
    const isZero = rest.every(({ index }) => lower[index] === 0n && upper[index] === 0n);
    return isZero && of(f) !== 0n && of(b) === -of(f) && of(aux) === -of(f);
  });
}

function tighten({ lower, upper }: Ends, { variable, upper: isUpper, value }: Bound): void {
  const ends = isUpper ? upper : lower;
  const old = ends[variable];
  if (old === undefined || (isUpper ? value < old : value > old)) ends[variable] = value;
}

/** The sum of some rows, by variable, as a product of two numbers. */
function summed({ tableau }: MarabouProof, rows: readonly Entry[]): Map<number, bigint> {
  const sums = new Map<number, bigint>();
  for (const { index: row, value: factor } of rows) {
    for (const { index, value } of tableau[row]!) sums.set(index, (sums.get(index) ?? 0n) + factor * value);
  }
  return sums;
}

/** The greatest value of a sum within the ends, or the least; nothing where there is none. */
function extreme(
  sums: ReadonlyMap<number, bigint>,
  { lower, upper }: Ends,
  greatest: boolean,
): bigint | undefined {
  let total = 0n;
  for (const [index, factor] of sums) {
    if (factor === 0n) continue;
    const end = factor > 0n === greatest ? upper[index] : lower[index];
    if (end === undefined) return undefined;
    total += factor * end;
  }
  return total;
}

/** What a lemma says, from what its rows say of the variable that causes it; nothing where they do not say enough. */
function derived(proof: MarabouProof, relus: readonly Relu[], ends: Ends, lemma: Lemma): Bound | undefined {
  const { affected, affectedUpper, causing, causingUpper, explanation } = lemma;
  const sums = summed(proof, explanation);
  sums.set(causing, (sums.get(causing) ?? 0n) + unitSquare); // the rows are 0
  const found = extreme(sums, ends, causingUpper);
  if (found === undefined) return undefined;
  const e = rounded(found, causingUpper);
  for (const relu of relus) {
    const value = implied(
      relu,
      { variable: causing, upper: causingUpper, value: e },
      affected,
      affectedUpper,
    );
    if (value !== undefined) return { variable: affected, upper: affectedUpper, value };
  }
  return undefined;
}

const most = (a: bigint, b: bigint): bigint => (a > b ? a : b);

/** What `f = max(b, 0)` and `aux = f - b` make of a bound of one of the three for another. */
function implied(
  { b, f, aux }: Relu,
  { variable, upper, value: e }: Bound,
  affected: number,
  affectedUpper: boolean,
): bigint | undefined {
  const is = (from: number | undefined, fromUpper: boolean, to: number | undefined, toUpper: boolean) =>
    from === variable && fromUpper === upper && to === affected && toUpper === affectedUpper;
  if (is(b, true, f, true)) return most(e, 0n);
  if (is(b, false, f, false)) return most(e, 0n);
  if (is(f, true, b, true)) return e;
  if (is(f, false, b, false) && e > 0n) return e;
  if (is(f, false, f, false)) return most(e, 0n);
  if (aux === undefined) return undefined;
  if (is(b, false, aux, true)) return most(-e, 0n);
  if (is(b, true, aux, false)) return most(-e, 0n);
  if (is(aux, true, b, false)) return -e;
  if (is(f, false, aux, true) && e > 0n) return 0n;
  if (is(aux, false, f, true) && e > 0n) return 0n;
  if (is(aux, false, b, true) && e > 0n) return -e;
  if (is(aux, false, aux, false)) return most(e, 0n);
  return undefined;
}

/** Whether two cases are both signs of a ReLU, or both sides of a number. */
function areAll(cases: readonly Case[], relus: readonly Relu[]): boolean {
  if (cases.length !== 2) return false;
  const [one, two] = cases.map(({ split }) => split) as [readonly Bound[], readonly Bound[]];
  if (one.length === 1 && two.length === 1) {
    const [a, c] = [one[0]!, two[0]!];
    if (a.variable === c.variable && a.value === c.value && a.upper !== c.upper) return true;
  }
  const only = (split: readonly Bound[], allowed: readonly (readonly [number | undefined, boolean])[]) =>
    split.every(
      ({ variable, upper, value }) => value === 0n && allowed.some(([v, u]) => v === variable && u === upper),
    );
  return relus.some(({ b, f, aux }) => {
    const [active, inactive] = [
      [
        [b, false],
        [aux, true],
      ],
      [
        [b, true],
        [f, true],
      ],
    ] as const;
    return (only(one, active) && only(two, inactive)) || (only(two, active) && only(one, inactive));
  });
}

function contradicts(proof: MarabouProof, ends: Ends, found: NonNullable<Case['contradiction']>): boolean {
  if ('variable' in found) {
    const [l, u] = [ends.lower[found.variable], ends.upper[found.variable]];
    return l !== undefined && u !== undefined && u < l;
  }
  const greatest = extreme(summed(proof, found.rows), ends, true);
  return greatest !== undefined && greatest < 0n;
}
