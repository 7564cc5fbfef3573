import { type CertificateProof, confirmedProofs, rigorousRefusal, unsafeRows } from '@ibp/exact';
import { nextTask } from '@ibp/layers';
import { provedBy } from '../finding';
import { boxOfQuestion } from '../question';
import type { Finding, Stage } from '../stage';

/**
 * Proofs of an earlier certificate, tried first: slopes and trees that were found for a network often hold for it after a
 * little more training, and to bound by them again costs no search. What is proved so is proved in exact arithmetic, for the
 * network as it is now.
 *
 * @param proofsOf the proofs of an example, by its place in the data; of one that was not verified, none.
 */
export const provedBeforeStage = (proofsOf: (index: number) => readonly CertificateProof[]): Stage => ({
  name: 'proved-before',
  batch: 1,
  run: async (questions, context) => {
    const { plain, signal } = context;
    const findings: Finding[] = [];
    for (const question of questions) {
      signal.throwIfAborted();
      const given = rigorousRefusal(plain) ? [] : proofsOf(question.index);
      const about = { box: boxOfQuestion(question, context), unsafe: unsafeRows(question.spec) };
      const proofs: CertificateProof[] = [];
      for (const { bounds: _, ...proof } of given) {
        if (!proof.conjunctions.some((row) => question.open.includes(row))) continue;
        proofs.push(...confirmedProofs([proof], plain, about));
        await nextTask(); // lets timers and signals in
      }
      findings.push(proofs.length > 0 ? provedBy(proofs) : {});
    }
    return findings;
  },
});
