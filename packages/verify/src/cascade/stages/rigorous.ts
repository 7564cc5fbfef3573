import { type PlainSpec, rigorousBounds, rigorousRefusal, someRows } from '@ibp/exact';
import { nextTask } from '@ibp/layers';
import { findingOf } from '../finding';
import { boxOfQuestion } from '../question';
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
  run: async (questions, context) => {
    const { plain, signal } = context;
    const refusal = rigorousRefusal(plain);
    if (refusal) return questions.map(() => ({ remark: { reason: 'unsupported', detail: refusal } }));
    const findings: Finding[] = [];
    for (const question of questions) {
      const box = boxOfQuestion(question, context);
      findings.push(findingOf(question.open, rigorousBounds(plain, box, openRows(question), { method })));
      await nextTask(); // lets timers and signals in
      signal.throwIfAborted();
    }
    return findings;
  },
});

/** The rows that are open. */
export const openRows = ({ spec, open }: OpenQuestion): PlainSpec => someRows(spec, open);
