import { proofsIn } from '@ibp/exact';
import type { Finding, Stage } from '../stage';

/**
 * A stage whose proofs another one is asked for: what the first proves by the word of a solver, the second, which leaves what
 * can be checked, proves again. It has as much time as the first was given, or so many times as much, so that what is decided late takes
 * longer than its budget for a proof. What it does not come to stays proved, without evidence.
 *
 * A counter-example that the second finds to what the first has proved counts: it is run through the network, a solver's
 * word is not.
 *
 * @param prover whose findings have evidence that it has made sure of, as `lpTreeStage()` and
 * `branchAndBoundStage({ rigorous: true })`.
 */
export const accompanied = (
  stage: Stage,
  prover: Stage,
  { times = 1 }: { readonly times?: number } = {},
): Stage => ({
  ...stage,
  run: async (questions, context) => {
    const findings = await stage.run(questions, context);
    const longer = { ...context, secondsLeft: times * context.secondsLeft };
    const both: Finding[] = [];
    for (const [k, finding] of findings.entries()) {
      const { proved = [], bounds, candidate } = finding;
      const evidence = proofsIn(finding.evidence);
      const shown = new Set(evidence.flatMap(({ conjunctions }) => conjunctions));
      const open = proved.filter((row) => !shown.has(row));
      if (candidate || open.length === 0) {
        both.push(finding);
        continue;
      }
      const question = { ...questions[k]!, open };
      const [found = {}] = await prover.run([question], longer);
      if (found.candidate) both.push({ ...finding, proved: [], candidate: found.candidate });
      else {
        const more = proofsIn(found.evidence);
        both.push({ ...finding, bounds: { ...bounds, ...found.bounds }, evidence: [...evidence, ...more] });
      }
    }
    return both;
  },
  close: async () => {
    await stage.close?.();
    await prover.close?.();
  },
});
