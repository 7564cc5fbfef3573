import { specValues } from '@ibp/bounds';
import { apply } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { conjunctionsOf, rowCount } from '../question';
import type { OpenQuestion, Stage, StageContext } from '../stage';
import { inputsOf, specOf } from '../tensors';

/** How far below 0, of 1 or the greatest of an example's rows, a row surely is: more than one order of sums can differ from another. */
const clearly = 1e-3;

/**
 * The example itself: one that is misclassified breaks its specification without any attack. Most are not, and those that a look
 * at all of them finds far from it are not offered one by one.
 */
export const cleanStage = (): Stage => ({
  name: 'clean',
  batch: 100,
  run: async (questions, context) => {
    const values = await valuesOf(questions, context);
    const most = values.length / questions.length;
    return questions.map((question, i) => {
      const rows = values.subarray(i * most, i * most + rowCount(question));
      const least = -clearly * rows.reduce((size, value) => Math.max(size, Math.abs(value)), 1);
      // NaN is near everything
      const isNear = conjunctionsOf(question).some((all) => all.every((row) => !(rows[row]! < least)));
      return isNear ? { candidate: question.x } : {};
    });
  },
});

/** The rows of each question, of as many as one has at most. */
async function valuesOf(
  questions: readonly OpenQuestion[],
  { network }: StageContext,
): Promise<Float32Array> {
  const rows = questions.map((question) => Array.from({ length: rowCount(question) }, (_, row) => row));
  const values = tf.tidy(() =>
    specValues(specOf(network, questions, rows), apply(network, inputsOf(network, questions))),
  );
  try {
    return (await values.data()) as Float32Array;
  } finally {
    values.dispose();
  }
}
