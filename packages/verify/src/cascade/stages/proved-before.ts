import {
  type CertificateProof,
  confirmedProofs,
  confirmedTree,
  region,
  rigorousRefusal,
  unsafeRows,
} from '@ibp/exact';
import { nextTask } from '@ibp/layers';
import { provedBy } from '../finding';
import { boxOfQuestion } from '../question';
import type { Finding, Stage } from '../stage';

/** Of mending an old tree: the share of an example's time and the seconds that it may take, and how many times its leaves it may come to have. */
const [share, mostSeconds, growth] = [0.1, 5, 2];

/**
 * Proofs of an earlier certificate, tried first: slopes and trees that were found for a network often hold for it after a
 * little more training, and to bound by them again costs no search. Of a tree some of whose leaves do not hold any more, these are split
 * further. What is proved so is proved in exact arithmetic, for the network as it is now.
 *
 * @param proofsOf the proofs of an example, by its place in the data; of one that was not verified, none.
 */
export const provedBeforeStage = (proofsOf: (index: number) => readonly CertificateProof[]): Stage => ({
  name: 'proved-before',
  batch: 10, // with those that take many: what is proved here is not attacked
  run: async (questions, context) => {
    const { plain, arithmetic, signal, secondsLeft } = context;
    const findings: Finding[] = [];
    for (const question of questions) {
      signal.throwIfAborted();
      const start = performance.now();
      const given = rigorousRefusal(plain, arithmetic) ? [] : proofsOf(question.index);
      const box = boxOfQuestion(question, context);
      const about = region(plain, box, unsafeRows(question.spec), arithmetic);
      const proofs: CertificateProof[] = [];
      for (const { bounds: _, ...proof } of given) {
        if (!proof.conjunctions.some((row) => question.open.includes(row))) continue;
        if (proof.kind === 'tree') {
          const spent = (performance.now() - start) / 1000;
          const budget = Math.max(0, Math.min(share * secondsLeft, mostSeconds) - spent);
          const leaves = growth * (proof.leaves.length + 16);
          const { proof: mended } = await confirmedTree(plain, proof, about, { budget, leaves, signal });
          if (mended) proofs.push(mended);
        } else {
          proofs.push(...confirmedProofs([proof], plain, about));
          await nextTask(); // lets timers and signals in
        }
      }
      findings.push(proofs.length > 0 ? provedBy(proofs) : {});
    }
    return findings;
  },
});
