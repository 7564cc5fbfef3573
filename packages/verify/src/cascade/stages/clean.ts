import type { Stage } from '../stage';

/** The example itself: one that is misclassified breaks its specification without any attack. */
export const cleanStage = (): Stage => ({
  name: 'clean',
  batch: 100,
  run: async (questions) => questions.map(({ x }) => ({ candidate: x })),
});
