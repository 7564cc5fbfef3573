import { fail } from '@ibp/core';
import { fixed } from './fixed';

const where = 'parseMarabou';

/** A number of something: of a variable, or a row of the tableau. */
export type Entry = { readonly index: number; readonly value: bigint };

/** A bound of a variable: its upper end, or its lower. */
export type Bound = { readonly variable: number; readonly upper: boolean; readonly value: bigint };

/** `f = max(b, 0)`; `aux`, where it is given, stands for `f - b`. */
export type Relu = { readonly b: number; readonly f: number; readonly aux?: number };

/** A bound of a unit's variable that follows from one of another, which a sum of rows explains. */
export type Lemma = {
  readonly affected: number;
  readonly affectedUpper: boolean;
  readonly causing: number;
  readonly causingUpper: boolean;
  readonly explanation: readonly Entry[];
};

/** A case of the proof: what it adds, what follows, and how it ends or into which cases it falls. */
export type Case = {
  readonly split: readonly Bound[];
  readonly lemmas: readonly Lemma[];
  readonly cases: readonly Case[];
  /** A sum of rows that cannot be 0, or a variable whose ends are the wrong way round. */
  readonly contradiction?: { readonly rows: readonly Entry[] } | { readonly variable: number };
};

/** A query of Marabou and its proof that it has no solution, as its file has them; numbers in units of 10^-30. */
export type MarabouProof = {
  /** Sums that are 0. */
  readonly tableau: readonly (readonly Entry[])[];
  /** Ends of the variables; nothing where there is none. */
  readonly lower: readonly (bigint | undefined)[];
  readonly upper: readonly (bigint | undefined)[];
  readonly relus: readonly Relu[];
  /** Piecewise linear constraints of other kinds, which are not read. */
  readonly others: number;
  readonly root: Case;
};

type Json = { readonly [key: string]: unknown };

/** Beyond this an end of Marabou is none. */
const endless = 1e300;

/**
 * Reads the file that Marabou writes with `--prove-unsat` where `WRITE_JSON_PROOF` is set (`proof.json`, as its source has it; Isac,
 * Barrett, Zhang and Katz 2022, Neural Network Verification with Proof Production).
 *
 * @param value what `JSON.parse` gave.
 * @throws naming what is missing or of another kind.
 */
export function parseMarabou(value: unknown): MarabouProof {
  const file = object(value, 'a proof');
  const [upper, lower] = [file.upperBounds, file.lowerBounds].map((ends) => list(ends, 'bounds').map(end));
  const size = upper!.length;
  if (lower!.length !== size) fail(where, `expected ${size} lower bounds, got ${lower!.length}`);
  const tableau = list(file.tableau, 'tableau').map((row) => entries(row, size, 'tableau'));
  const relus: Relu[] = [];
  let others = 0;
  for (const one of list(file.constraints, 'constraints')) {
    const { constraintType, vars } = object(one, 'a constraint');
    const own = list(vars, 'vars').map((index) => place(index, size, 'vars'));
    // b, f, f - b, and the variable of the row that says so
    const [b, f, aux] = own;
    if (constraintType === 0 && own.length === 4) relus.push({ b: b!, f: f!, aux: aux! });
    else if (constraintType === 0 && own.length >= 2) relus.push({ b: b!, f: f! });
    else others += 1;
  }
  return {
    tableau,
    lower: lower!,
    upper: upper!,
    relus,
    others,
    root: tree(file.proof, size, tableau.length),
  };
}

/** Cases in cases: a file may have them as deep as it likes. */
function tree(value: unknown, size: number, rows: number): Case {
  type Draft = { -readonly [K in keyof Case]: Case[K] } & { cases: Case[] };
  const whole: Case[] = [];
  const stack: { readonly value: unknown; readonly into: Case[] }[] = [{ value, into: whole }];
  for (let next = stack.pop(); next; next = stack.pop()) {
    const node = object(next.value, 'a case');
    const draft: Draft = {
      split: optional(node.split).map((one) => boundOf(one, size)),
      lemmas: optional(node.lemmas).map((one) => lemmaOf(one, size, rows)),
      cases: [],
    };
    if (node.contradiction !== undefined) {
      const given = list(node.contradiction, 'contradiction');
      const [only] = given;
      draft.contradiction =
        given.length === 1 && typeof only === 'number'
          ? { variable: place(only, size, 'contradiction') }
          : { rows: entries(given, rows, 'contradiction') };
    }
    next.into.push(draft);
    // the last is taken first: they come in their order
    for (const child of optional(node.children).toReversed()) stack.push({ value: child, into: draft.cases });
  }
  return whole[0]!;
}

function lemmaOf(value: unknown, size: number, rows: number): Lemma {
  const { affVar, affBound, causVar, causBound, constraint, expl } = object(value, 'a lemma');
  if (constraint !== 0) fail(where, `expected lemmas of ReLU, got one of constraint ${String(constraint)}`);
  return {
    affected: place(affVar, size, 'affVar'),
    affectedUpper: isUpper(affBound),
    causing: place(causVar, size, 'causVar'),
    causingUpper: isUpper(causBound),
    explanation: entries(expl, rows, 'expl'),
  };
}

function boundOf(value: unknown, size: number): Bound {
  const { var: variable, val, bound } = object(value, 'a split');
  return { variable: place(variable, size, 'split'), upper: isUpper(bound), value: numberIn(val, 'split') };
}

const isUpper = (value: unknown): boolean =>
  value === 'U' || value === 'L'
    ? value === 'U'
    : fail(where, `expected a bound "U" or "L", got ${shown(value)}`);

const shown = (value: unknown): string => String(JSON.stringify(value)).slice(0, 40);
const object = (value: unknown, what: string): Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Json)
    : fail(where, `expected ${what}, got ${shown(value)}`);
const list = (value: unknown, what: string): readonly unknown[] =>
  Array.isArray(value) ? value : fail(where, `expected a list of ${what}, got ${shown(value)}`);
const optional = (value: unknown): readonly unknown[] =>
  value === undefined ? [] : list(value, 'cases, splits or lemmas');
const place = (value: unknown, size: number, what: string): number =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) < size
    ? (value as number)
    : fail(where, `expected places below ${size} in ${what}, got ${shown(value)}`);
const numberIn = (value: unknown, what: string): bigint =>
  (typeof value === 'number' ? fixed(value) : undefined) ??
  fail(where, `expected numbers in ${what}, got ${shown(value)}`);
const end = (value: unknown): bigint | undefined =>
  typeof value === 'number' && Math.abs(value) >= endless ? undefined : numberIn(value, 'bounds');
const entries = (value: unknown, size: number, what: string): Entry[] =>
  list(value, what).map((one) => {
    const { var: index, val } = object(one, `an entry of ${what}`);
    return { index: place(index, size, what), value: numberIn(val, what) };
  });
