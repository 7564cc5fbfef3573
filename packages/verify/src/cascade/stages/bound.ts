import { type BoundMethod, lower } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { findingOf } from '../finding';
import type { Stage } from '../stage';
import { boxOf, specOf } from '../tensors';

/**
 * Any bounding method: it proves the rows whose bound is below 0.
 *
 * @param options.batch questions at once; memory is in proportion.
 */
export function bound(name: string, method: BoundMethod, options: { readonly batch?: number } = {}): Stage {
  return {
    name,
    batch: options.batch ?? 100,
    run: async (questions, { network, ...ball }) => {
      const margins = tf.tidy(() => {
        const open = questions.map((question) => question.open);
        return method(lower(network), boxOf(network, questions, ball), specOf(network, questions, open));
      });
      try {
        const values = await margins.data();
        const most = margins.shape[1];
        return questions.map((question, i) =>
          findingOf(question.open, values.subarray(i * most, (i + 1) * most)),
        );
      } finally {
        margins.dispose();
      }
    },
  };
}
