import {
  type CertificateProof,
  compactProofs,
  region,
  rigorousRefusal,
  type Solver,
  treeByLp,
  unsafeRows,
} from '@ibp/exact';
import { eachRow } from '../each-row';
import { provedBy } from '../finding';
import { boxOfQuestion } from '../question';
import type { Finding, OpenQuestion, Stage, StageContext } from '../stage';
import type { Remark } from '../verdict';

/** Options of `lpTreeStage`. */
export type LpTreeStageOptions = {
  readonly solver: Solver;
  /** What bounds the hidden units of the whole box: intervals unless given. */
  readonly intermediate?: 'ibp' | 'crown';
  /** The most leaves of a row's tree: it ends alike on every machine. As many as checkers take on unless given. */
  readonly leaves?: number;
};

/**
 * Branch and bound whose parts are bounded by linear programs, row after row, see `treeByLp`: proofs hold in exact arithmetic, and take
 * few parts where a margin is thin. It looks for no counter-examples.
 */
export function lpTreeStage({ solver, intermediate = 'ibp', leaves }: LpTreeStageOptions): Stage {
  const one = async (question: OpenQuestion, context: StageContext): Promise<Finding> => {
    const { plain, signal, arithmetic } = context;
    const refusal = rigorousRefusal(plain, arithmetic);
    if (refusal) return { remark: { reason: 'unsupported', detail: refusal } };
    const start = performance.now();
    const about = region(plain, boxOfQuestion(question, context), unsafeRows(question.spec), arithmetic);
    const proofs: CertificateProof[] = [];
    let remark: Omit<Remark, 'stage'> | undefined;
    for (const row of question.open) {
      const budget = context.secondsLeft - (performance.now() - start) / 1000;
      const limits = { budget, signal, ...(leaves !== undefined && { leaves }) };
      const { proof, reason = '' } = await treeByLp(about, row, { solver, intermediate, ...limits });
      if (proof) proofs.push(...compactProofs([proof], plain, about));
      else remark ??= { reason: budget > 0 ? 'undecided' : 'time-out', detail: `row ${row}: ${reason}` };
    }
    return { ...provedBy(proofs), ...(remark && { remark }) };
  };
  const each = eachRow(one);
  return {
    name: 'lp-tree',
    batch: 1,
    run: (questions, context) => Promise.all(questions.map((question) => each(question, context))),
    close: solver.close,
  };
}
