import { type CertificateProof, type PlainSpec, rigorousBounds, rigorousRefusal, someRows } from '@ibp/exact';
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
    const { plain, arithmetic, signal } = context;
    const refusal = rigorousRefusal(plain, arithmetic);
    if (refusal) return questions.map(() => ({ remark: { reason: 'unsupported', detail: refusal } }));
    const findings: Finding[] = [];
    for (const question of questions) {
      const box = boxOfQuestion(question, context);
      const bounds = rigorousBounds(plain, box, openRows(question), { method, arithmetic });
      const finding = findingOf(question.open, bounds);
      // of real numbers its name tells how to do it again
      findings.push(arithmetic === 'real' ? finding : { ...finding, evidence: evidenceOf(method, finding) });
      await nextTask(); // lets timers and signals in
      signal.throwIfAborted();
    }
    return findings;
  },
});

const evidenceOf = (
  method: 'ibp' | 'crown' | 'crown-crown',
  { proved = [] }: Finding,
): readonly CertificateProof[] => {
  if (proved.length === 0) return [];
  const conjunctions = [...proved];
  if (method === 'ibp') return [{ kind: 'ibp', conjunctions }];
  return [{ kind: 'crown', conjunctions, intermediate: method === 'crown' ? 'ibp' : 'crown' }];
};

/** The rows that are open. */
export const openRows = ({ spec, open }: OpenQuestion): PlainSpec => someRows(spec, open);
