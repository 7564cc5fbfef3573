import { isTooLong, mostDigits, parseDecimal } from '../number/decimal';
import { comparison, isRelation, type Relation } from './compare';
import { always, conjoin, type Disjunction, disjoin, never } from './disjunction';
import { constantTerm, hasLongNumbers, type Linear, opposite, scale, sum, variableTerm } from './linear';
import type { Scope } from './scope';
import { advance, expectWord, failAt, shown, type Tokens, textOf } from './tokens';

/** What is open: its operands are taken in as they come, so that a formula of any depth needs no recursion. */
type Frame = { readonly at: number } & (
  | { readonly op: 'and' | 'or'; readonly formula: Disjunction }
  | { readonly op: Relation; left?: Linear; right?: Linear }
  | { readonly op: '+' | '-' | '*'; value?: Linear; operands: number }
);

/** Parentheses in parentheses, and products of sums: a file that goes beyond is made to take long. */
const limits = { depth: 10_000, work: 5_000_000 } as const;

/** The formula that is next, up to and with its last parenthesis. `work` counts what products of sums have cost. */
export function readFormula(tokens: Tokens, scope: Scope, work = { done: 0 }): Disjunction {
  const frames: Frame[] = [];
  for (;;) {
    const top = frames.at(-1);
    if (tokens.kind === '(') {
      if (frames.length === limits.depth) {
        failAt(tokens, tokens.start, `expected at most ${limits.depth} parentheses in each other, got more`);
      }
      frames.push(open(tokens, top));
    } else if (tokens.kind === ')' && top) {
      const { start } = tokens;
      advance(tokens);
      frames.pop();
      const parent = frames.at(-1);
      if ('formula' in top) {
        if (!parent) return top.formula;
        // one in one of its own kind has written into it
        if ('formula' in parent && parent.op !== top.op) join(tokens, parent, top.formula);
      } else if (isRelation(top.op)) {
        const formula = compared(tokens, top as Frame & { op: Relation }, start);
        if (!parent) return formula;
        join(tokens, parent as Frame & { op: 'and' | 'or'; formula: Disjunction }, formula);
      } else {
        take(tokens, parent!, closed(tokens, top as Arithmetic, start, work), top.at, work);
      }
    } else if (top && tokens.kind === 'word' && !('formula' in top)) {
      const { start } = tokens;
      take(tokens, top, readLeaf(tokens, scope), start, work);
    } else {
      const wanted = !top || 'formula' in top ? 'a comparison, "and" or "or"' : 'a number or a variable';
      failAt(tokens, tokens.start, `expected ${wanted}, got ${shown(tokens)}`);
    }
  }
}

type Arithmetic = Extract<Frame, { operands: number }>;
type Boolean = Extract<Frame, { formula: Disjunction }>;

/** What `(op` begins. */
function open(tokens: Tokens, parent: Frame | undefined): Frame {
  const at = tokens.start;
  advance(tokens);
  const op = expectWord(tokens, 'an operator');
  const wantsFormula = !parent || 'formula' in parent;
  if (wantsFormula && (op === 'and' || op === 'or')) {
    const shared = parent?.op === op ? (parent as Boolean).formula : undefined;
    return { at, op, formula: shared ?? (op === 'and' ? always() : never()) };
  }
  if (wantsFormula && isRelation(op)) return { at, op };
  if (!wantsFormula && (op === '+' || op === '-' || op === '*')) return { at, op, operands: 0 };
  const wanted = wantsFormula ? 'a comparison, "and" or "or"' : '+, - or *';
  return failAt(tokens, at, `expected ${wanted}, got ${op.slice(0, 40)}`);
}

function join(tokens: Tokens, whole: Boolean, part: Disjunction): void {
  const refuse = (message: string) => failAt(tokens, whole.at, message);
  (whole.op === 'and' ? conjoin : disjoin)(whole.formula, part, refuse);
}

function compared(
  tokens: Tokens,
  { op, at, ...sides }: Extract<Frame, { op: Relation }>,
  end: number,
): Disjunction {
  const { left, right } = sides;
  if (!left || !right)
    return failAt(tokens, end, `expected two sides of ${op}, got ${left ? 'one' : 'none'}`);
  return comparison(op, left, right, at, (message) => failAt(tokens, at, message));
}

/** One operand more. */
function take(tokens: Tokens, frame: Frame, operand: Linear, at: number, work: { done: number }): void {
  if ('formula' in frame) failAt(tokens, at, 'expected a formula, got a number');
  if (!('operands' in frame)) {
    if (frame.right) failAt(tokens, at, `expected two sides of ${frame.op}, got more`);
    if (frame.left) frame.right = operand;
    else frame.left = operand;
    return;
  }
  const { op, value, operands } = frame;
  frame.operands = operands + 1;
  if (!value) frame.value = operand;
  else if (op === '+') frame.value = sum(value, operand);
  else if (op === '-') frame.value = sum(value, negated(tokens, operand, at, work));
  else frame.value = product(tokens, value, operand, at, work);
  if (op !== '*' && isTooLong(frame.value!.constant)) longNumbers(tokens, at);
}

function product(tokens: Tokens, a: Linear, b: Linear, at: number, work: { done: number }): Linear {
  const [term, factor] = b.coefficients.size === 0 ? [a, b] : [b, a];
  if (factor.coefficients.size > 0) {
    return failAt(tokens, at, 'expected a product with a number, got one of variables, which is not linear');
  }
  spend(tokens, term, at, work);
  const scaled = scale(term, factor.constant);
  return hasLongNumbers(scaled) ? longNumbers(tokens, at) : scaled;
}

function negated(tokens: Tokens, value: Linear, at: number, work: { done: number }): Linear {
  spend(tokens, value, at, work);
  return opposite(value);
}

/** What changing every coefficient costs: of sums in sums in sums it adds up. */
function spend(tokens: Tokens, { coefficients }: Linear, at: number, work: { done: number }): void {
  work.done += coefficients.size;
  if (work.done > limits.work)
    failAt(tokens, at, 'expected fewer products of sums, got too many to work out');
}

const longNumbers = (tokens: Tokens, at: number): never =>
  failAt(tokens, at, `expected numbers of at most ${mostDigits} decimals, got more`);

function closed(tokens: Tokens, frame: Arithmetic, end: number, work: { done: number }): Linear {
  const { op, value, operands, at } = frame;
  if (!value) return failAt(tokens, end, `expected operands of ${op}, got none`);
  return op === '-' && operands === 1 ? negated(tokens, value, at, work) : value;
}

function readLeaf(tokens: Tokens, scope: Scope): Linear {
  const { start } = tokens;
  const variable = scope.read(tokens);
  if (variable !== undefined) return variableTerm(variable);
  const number = parseDecimal(textOf(tokens));
  if (number === 'too long') return longNumbers(tokens, start);
  if (!number) return failAt(tokens, start, `expected a number or a declared variable, got ${shown(tokens)}`);
  advance(tokens);
  return constantTerm(number);
}
