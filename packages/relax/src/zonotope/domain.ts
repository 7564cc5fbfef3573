import {
  domain,
  type IntervalBounds,
  intervalRules,
  outwardRules,
  type ParamsOf,
  type Rules,
  throughBoxes,
} from '@ibp/bounds';
import type { OpsOf } from '@ibp/core';
import type { TensorContainer } from '@tensorflow/tfjs-core';

/** What tells one domain of center and errors from another; the rest of its rules follow. */
export type ErrorDomain<B> = {
  /** Whether boxes are rounded outward; not unless given. */
  readonly outward?: boolean;
  readonly linear: <K extends OpsOf<'linear'>>(op: K, x: B, params: ParamsOf<K>) => B;
  readonly add: (a: B, b: B) => B;
  readonly relu: (x: B) => B;
  readonly box: (x: B) => IntervalBounds;
  readonly fromBox: (box: IntervalBounds) => B;
};

/** Rules for every op: those the domain does not know go by way of boxes, which loses how errors hang together. */
export function errorRules<B extends TensorContainer>(known: ErrorDomain<B>): Rules<B> {
  const box = throughBoxes(known.outward ? outwardRules : intervalRules, known.box, known.fromBox);
  return domain<B>({
    linear: (op) => (x, params) => known.linear(op, x, params),
    elementwise: (op) => (op === 'relu' ? known.relu : box(op)) as (x: B, params: ParamsOf<typeof op>) => B,
    add: known.add,
    box,
  });
}
