import { type PlainSpec, rigorousBounds, rigorousBox, rigorousRefusal, someRows } from '@ibp/exact';
import { nextTask } from '@ibp/layers';
import { findingOf } from '../finding';
import type { Finding, OpenQuestion, Stage } from '../stage';

/**
 * Bounds that hold in exact arithmetic for the float32 parameters as stored, see `rigorousBounds`: slower than
 * `bound`, and the only proofs to accept where rounding matters.
 *
 * @param method `ibp`: intervals; `crown`: a backward pass over them; `crown-crown`: backward passes for hidden units too.
 */
export const rigorousStage = (method: 'ibp' | 'crown' | 'crown-crown'): Stage => ({
  name: `rigorous-${method}`,
  batch: method === 'crown-crown' ? 1 : 100,
  run: async (questions, { plain, epsilon, range, signal }) => {
    const refusal = rigorousRefusal(plain);
    if (refusal) return questions.map(() => ({ remark: { reason: 'unsupported', detail: refusal } }));
    const findings: Finding[] = [];
    for (const question of questions) {
      const box = rigorousBox(question.x, epsilon, range);
      findings.push(findingOf(question.open, rigorousBounds(plain, box, openRows(question), { method })));
      await nextTask(); // lets timers and signals in
      signal.throwIfAborted();
    }
    return findings;
  },
});

/** The rows that are open. */
export const openRows = ({ spec, open }: OpenQuestion): PlainSpec => someRows(spec, open);
