import type { Statement } from './statements';

/** The signs of some hidden units: `+k` where unit `N_k` is 0 or above, `-k` where it is below. */
export type Pattern = readonly number[];

type Refuse = (at: number, message: string) => never;

const name = /^N_([1-9]\d{0,8})$/;

/** The units of `(declare-pwl N_1 N_2 ... ReLU)`. */
export function declaredUnits({ start, text }: Statement, refuse: Refuse): number[] {
  const words = text.slice(1, -1).trim().split(/\s+/);
  const [, ...names] = words;
  const kind = names.pop() ?? '';
  if (!/^relu$/i.test(kind)) refuse(start, `expected units of ReLU, got ${kind.slice(0, 40)}`);
  return names.map((word) => {
    const parts = name.exec(word);
    return parts ? Number(parts[1]) : refuse(start, `expected N_1, N_2, ..., got ${word.slice(0, 40)}`);
  });
}

const literal = /\(\s*(<|>=|<=|>)\s+(N_\d+)\s+([^\s()]+)\s*\)/y;

/** The patterns of `(assert (or (and (< N_4 0)) ...))`. */
export function patternsIn(
  { start, text }: Statement,
  declared: ReadonlySet<number>,
  refuse: Refuse,
): Pattern[] {
  let at = 0;
  const take = (what: RegExp, wanted: string): RegExpExecArray => {
    what.lastIndex = at;
    const found = what.exec(text);
    if (!found) refuse(start + at, `expected ${wanted}, got ${text.slice(at, at + 40).trim() || ')'}`);
    at = what.lastIndex;
    return found!;
  };
  const next = (what: RegExp): RegExpExecArray | undefined => {
    what.lastIndex = at;
    const found = what.exec(text) ?? undefined;
    if (found) at = what.lastIndex;
    return found;
  };
  take(/\s*\(\s*assert\s*\(\s*or\b/y, '(assert (or');
  const patterns: Pattern[] = [];
  while (next(/\s*\(\s*and\b/y)) {
    const signs: number[] = [];
    for (let found = next(spaced); found; found = next(spaced)) {
      const [, relation, word, point] = found as unknown as [string, string, string, string];
      const unit = Number(word.slice(2));
      if (!declared.has(unit)) refuse(start + at, `expected a declared unit, got ${word.slice(0, 40)}`);
      if (Number(point) !== 0) refuse(start + at, `expected a comparison with 0, got ${point.slice(0, 40)}`);
      signs.push(relation.startsWith('>') ? unit : -unit);
    }
    take(/\s*\)/y, '(< N_k 0), (>= N_k 0) or )');
    patterns.push(signs);
  }
  take(/\s*\)\s*\)\s*$/y, '(and or ))');
  return patterns;
}

const spaced = new RegExp(`\\s*${literal.source}`, 'y');
