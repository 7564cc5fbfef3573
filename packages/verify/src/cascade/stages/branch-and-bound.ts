import { compactProofs, unsafeRows } from '@ibp/exact';
import { propagateAll } from '@ibp/layers';
import { crownBounds } from '@ibp/relax';
import * as tf from '@tensorflow/tfjs-core';
import type { BranchAndBoundOptions, BranchAndBoundResult } from '../../branch-and-bound';
import { refuteGroups } from '../../branch-and-bound/branch-and-bound';
import { compilePasses } from '../../branch-and-bound/compiled/compiled-passes';
import { treeProofs } from '../../certificate/tree-proof';
import { engineReady, keptCompiled } from '../compiled';
import { eachRow } from '../each-row';
import { provedBy } from '../finding';
import { boxOfQuestion } from '../question';
import type { Finding, OpenQuestion, Stage, StageContext } from '../stage';
import { boxOf, specOf } from '../tensors';
import type { UnknownReason } from '../verdict';

/** Options of `branchAndBoundStage`. */
export type BranchAndBoundStageOptions = Omit<BranchAndBoundOptions, 'bounds' | 'budget' | 'signal'> & {
  /**
   * What bounds the hidden units of the whole box: backward passes unless given. Of a network that was trained with IBP
   * they are hardly tighter than intervals, and cost far more.
   */
  readonly intermediate?: 'ibp' | 'crown';
  /** Accept a row only if every leaf of its tree holds in exact arithmetic too; false unless given. */
  readonly rigorous?: boolean;
  /** The share of an example's time that it may take, of 1; 1 unless given. */
  readonly share?: number;
};

const reasons: { readonly [K in NonNullable<BranchAndBoundResult['reason']>]: UnknownReason } = {
  time: 'time-out',
  aborted: 'time-out',
  domains: 'time-out',
  nodes: 'time-out',
  'not finite': 'not-finite',
  unresolved: 'tolerance',
};

/** Branch and bound over the signs of relus, see `branchAndBound`: complete, given the time, and its proofs can be written down. */
export function branchAndBoundStage(options: BranchAndBoundStageOptions = {}): Stage {
  const { intermediate = 'crown', rigorous = false, share = 1, engine, ...rest } = options;
  const passes = keptCompiled(compilePasses);
  const bounds = intermediate === 'ibp' ? propagateAll : crownBounds;
  const one = async (question: OpenQuestion, context: StageContext): Promise<Finding> => {
    const { network, signal, secondsLeft, plain, arithmetic } = context;
    const { input, spec } = tf.tidy(() => ({
      input: boxOf(network, [question], context),
      spec: specOf(network, [question], [question.open]),
    }));
    try {
      const budget = 1000 * share * secondsLeft;
      const compiled = engine && (await passes.of(engine, network));
      const limits = { budget, signal };
      const result = await refuteGroups(network, input, spec, { ...rest, ...limits, bounds, compiled });
      if (result.witness) return { candidate: result.witness.x };
      const { reason = 'unresolved', nodes } = result;
      const proofs = treeProofs(result, plain, { intermediate, rows: question.open });
      const about = () => ({
        box: boxOfQuestion(question, context),
        unsafe: unsafeRows(question.spec),
        arithmetic,
      });
      const sure = rigorous ? compactProofs(proofs, plain, about()) : proofs;
      const remark =
        sure.length < proofs.length
          ? { reason: 'tolerance' as const, detail: 'a leaf does not hold in exact arithmetic' }
          : { reason: reasons[reason], detail: `${reason} after ${nodes} parts of the box` };
      return { ...provedBy(sure), remark };
    } finally {
      tf.dispose([input, spec]);
    }
  };
  const each = eachRow(one);
  return {
    name: rigorous ? 'rigorous-branch-and-bound' : 'branch-and-bound',
    batch: 1,
    ...(engine ? { check: (network: StageContext['network']) => engineReady(engine, network) } : {}),
    close: passes.close,
    run: (questions, context) => Promise.all(questions.map((question) => each(question, context))),
  };
}
