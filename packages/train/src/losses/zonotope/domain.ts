import {
  applyRule,
  canPullBack,
  type IntervalBounds,
  intervalRules,
  ops,
  outwardRules,
  type Rules,
} from '@ibp/bounds';
import type { OpName } from '@ibp/core';
import type { TensorContainer } from '@tensorflow/tfjs-core';

/** What tells one domain of center and errors from another; the rest of its rules follow. */
export type ErrorDomain<B> = {
  /** Whether boxes are rounded outward; not unless given. */
  readonly outward?: boolean;
  /** An op that is linear in its one input. */
  readonly linear: (op: OpName, x: B, params: never) => B;
  readonly add: (a: B, b: B) => B;
  readonly relu: (x: B) => B;
  readonly box: (x: B) => IntervalBounds;
  readonly fromBox: (box: IntervalBounds) => B;
};

/** Rules for every op: those the domain does not know go by way of boxes, which loses how errors hang together. */
export function errorRules<B extends TensorContainer>(domain: ErrorDomain<B>): Rules<B> {
  const rule = (op: OpName) => {
    const { arity } = ops[op];
    if (op === 'relu') return domain.relu;
    if (op === 'add') return domain.add;
    if (canPullBack(op)) return (x: B, params: never) => domain.linear(op, x, params);
    return (...args: unknown[]) => {
      const inputs = (arity === 'nary' ? args[0] : args.slice(0, arity === 'binary' ? 2 : 1)) as readonly B[];
      return domain.fromBox(
        applyRule(
          domain.outward ? outwardRules : intervalRules,
          op,
          inputs.map(domain.box),
          args.at(-1) as never,
        ),
      );
    };
  };
  return Object.fromEntries((Object.keys(ops) as OpName[]).map((op) => [op, rule(op)])) as never;
}
