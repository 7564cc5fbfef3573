import type { Atom } from '../atom';
import type { VariableIndex } from '../variable';
import { always, conjoin, type Disjunction, disjoin, just, never, type Refuse } from './disjunction';
import { type Linear, opposite, sum } from './linear';

export type Relation = '<=' | '>=' | '<' | '>' | '=' | '==' | '!=';

export const isRelation = (word: string): word is Relation =>
  word === '<=' || word === '>=' || word === '<' || word === '>' || /^(==?|!=)$/.test(word);

/** The formula `left relation right`: both sides are used up. */
export function comparison(
  relation: Relation,
  left: Linear,
  right: Linear,
  at: number,
  refuse: Refuse,
): Disjunction {
  if (relation === '<=' || relation === '<') return below(left, right, relation === '<', at);
  if (relation === '>=' || relation === '>') return below(right, left, relation === '>', at);
  const strict = relation === '!=';
  const both = below(copyOf(left), copyOf(right), strict, at);
  (strict ? disjoin : conjoin)(both, below(right, left, strict, at), refuse);
  return both;
}

const copyOf = ({ constant, coefficients }: Linear): Linear => ({
  constant,
  coefficients: new Map(coefficients),
});

/** `right - left >= 0`, or `> 0`. */
function below(left: Linear, right: Linear, strict: boolean, at: number): Disjunction {
  const { constant, coefficients } = sum(right, opposite(left));
  const atom: Atom & { variables: VariableIndex[] } = {
    ...{ variables: [], coefficients: [], constant, strict, at },
  };
  for (const [variable, coefficient] of coefficients) {
    if (coefficient.digits === 0n) continue;
    atom.variables.push(variable);
    (atom.coefficients as (typeof coefficient)[]).push(coefficient);
  }
  if (atom.variables.length > 0) return just(atom);
  return (strict ? constant.digits > 0n : constant.digits >= 0n) ? always() : never();
}
