import type { CertificateProof } from '@ibp/exact';
import { compactProofs, type RowSlopes, rigorousRefusal, slopeProof, unsafeRows } from '@ibp/exact';
import { lower, propagateAll } from '@ibp/layers';
import { type AlphaCrownOptions, alphaCrownWithSlopes, crownBounds } from '@ibp/relax';
import * as tf from '@tensorflow/tfjs-core';
import { findingOf, provedBy } from '../finding';
import { boxOfQuestion } from '../question';
import type { Finding, OpenQuestion, Stage, StageContext } from '../stage';
import { boxOf, specOf } from '../tensors';

/** Options of `alphaCrownStage`. */
export type AlphaCrownStageOptions = Omit<AlphaCrownOptions, 'bounds'> & {
  /**
   * What bounds the hidden units: backward passes unless given. Of a network that was trained with IBP they are hardly
   * tighter than intervals, and cost far more, when the proof is checked too.
   */
  readonly intermediate?: 'ibp' | 'crown';
  /** Accept a row only if its slopes give a bound below 0 in exact arithmetic too; false unless given. */
  readonly rigorous?: boolean;
};

/** alpha-CROWN, see `alphaCrown`, which leaves the slopes it found: a proof that can be written down and checked. */
export function alphaCrownStage(options: AlphaCrownStageOptions = {}): Stage {
  const { intermediate = 'crown', rigorous = false, ...rest } = options;
  const bounds = intermediate === 'ibp' ? propagateAll : crownBounds;
  const search = alphaCrownWithSlopes({ ...rest, bounds });
  const one = async (question: OpenQuestion, context: StageContext): Promise<Finding> => {
    const { network, plain, arithmetic } = context;
    const refusal = rigorous ? rigorousRefusal(plain, arithmetic) : undefined;
    if (refusal) return { remark: { reason: 'unsupported', detail: refusal } };
    const found = tf.tidy(() =>
      search(
        lower(network),
        boxOf(network, [question], context),
        specOf(network, [question], [question.open]),
      ),
    );
    try {
      const [margins, intervals] = await Promise.all([found.margins.data(), found.intervals.data()]);
      const slopes = await Promise.all(
        found.slopes.map(async ({ node, slopes: all, open }) => ({
          node,
          all: (await all.data()) as Float32Array,
          open: (await open.data()) as Float32Array,
        })),
      );
      const least = margins.map((margin, k) => (margin < 0 ? margin : intervals[k]!));
      const finding = findingOf(question.open, least);
      const rowSlopes = (k: number): RowSlopes[] =>
        slopes.map(({ node, all, open }) => ({
          ...{ node, open },
          slopes: all.slice(k * open.length, (k + 1) * open.length),
        }));
      const proofs = (finding.proved ?? []).map((row): CertificateProof => {
        const k = question.open.indexOf(row);
        if (!(margins[k]! < 0)) return { kind: 'ibp', conjunctions: [row], bounds: [intervals[k]!] };
        return slopeProof(plain, { row, bound: margins[k]!, intermediate, slopes: rowSlopes(k) });
      });
      if (!rigorous) return { ...finding, evidence: proofs };
      const sure = compactProofs(proofs, plain, {
        box: boxOfQuestion(question, context),
        unsafe: unsafeRows(question.spec),
        arithmetic,
      });
      const detail = 'a bound does not hold in exact arithmetic';
      const remark = sure.length < proofs.length ? { reason: 'tolerance' as const, detail } : finding.remark;
      return { ...provedBy(sure), ...(remark ? { remark } : {}) };
    } finally {
      tf.dispose(found);
    }
  };
  return {
    name: rigorous ? 'rigorous-alpha-crown' : 'alpha-crown',
    batch: 1,
    run: (questions, context) => Promise.all(questions.map((question) => one(question, context))),
  };
}
