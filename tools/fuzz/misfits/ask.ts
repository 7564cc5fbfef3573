import type { IntervalBounds, LinearSpec } from '@ibp/bounds';
import type { PlainNetwork } from '@ibp/core';
import type { Solver } from '@ibp/exact';
import { type BoundMethod, ibp, lower, type Network } from '@ibp/layers';
import {
  boundStage,
  branchAndBound,
  type CertifyExamples,
  certify,
  explain,
  radiusSearch,
  type Stage,
} from '@ibp/verify';
import * as tf from '@tensorflow/tfjs-core';

export type Asked = { readonly network: Network; readonly plain: PlainNetwork; readonly solver: Solver };

/** Whether something was proved of what does not fit; it should have been an error. */
export type Attempt = (asked: Asked) => Promise<boolean>;

/** A bound that is no NaN says something; none at all is what "all are below 0" is true of. */
export const says = (values: ArrayLike<number>): boolean =>
  values.length === 0 || Array.from(values).some((v) => !Number.isNaN(v));

export const bounded =
  (method: BoundMethod, given: () => { box: IntervalBounds; spec: LinearSpec }): Attempt =>
  async ({ network }) =>
    says(
      tf.tidy(() => {
        const { box, spec } = given();
        return method(lower(network), box, spec).dataSync();
      }),
    );

export const boxOf = (low: number, high: number, features = 2): IntervalBounds => ({
  lower: tf.fill([1, features], low),
  upper: tf.fill([1, features], high),
});

export const searched =
  (given: () => LinearSpec): Attempt =>
  async ({ network }) => {
    const [box, spec] = [boxOf(0, 1), given()];
    try {
      return (await branchAndBound(network, box, spec, { maxNodes: 4 })).status === 'verified';
    } finally {
      tf.dispose([box, spec] as tf.TensorContainer[]);
    }
  };

export const certified =
  (asked: Omit<CertifyExamples, 'x'>, stage: Stage): Attempt =>
  async ({ network }) => {
    const examples = { x: tf.fill([1, 2], 0.5), ...asked };
    let proved = false;
    for await (const { verdict } of certify(network, [examples], {
      epsilon: 0.1,
      stages: [stage],
      budget: 1,
    })) {
      proved ||= verdict.status === 'verified';
    }
    return proved;
  };

export const radius =
  (labels: readonly number[]): Attempt =>
  async ({ network }) => {
    const examples = { x: tf.fill([1, 2], 0.5), labels };
    const options = { stages: [boundStage('ibp', ibp())], budget: 1 };
    let proved = false;
    for await (const found of radiusSearch(network, examples, options)) proved ||= found.certified >= 0;
    return proved;
  };

export const explained =
  (label: number): Attempt =>
  async ({ network }) => {
    const x = tf.zeros([1, 2]);
    try {
      const { margins } = await explain(network, x, label, { epsilon: 0.1, samples: 2 });
      return says(Object.values(margins).flat());
    } finally {
      x.dispose();
    }
  };
