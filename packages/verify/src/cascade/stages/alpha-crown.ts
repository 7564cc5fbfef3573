import type { IntervalBounds, LinearSpec } from '@ibp/bounds';
import { isIbpError } from '@ibp/core';
import type { CertificateProof } from '@ibp/exact';
import { compactProofs, type RowSlopes, rigorousRefusal, slopeProof, unsafeRows } from '@ibp/exact';
import { type Engine, lower, propagateAll } from '@ibp/layers';
import {
  type AlphaCrownOptions,
  alphaCrownWithSlopes,
  compileAlphaCrown,
  type HostSlopes,
  type WithSlopes,
} from '@ibp/relax';
import * as tf from '@tensorflow/tfjs-core';
import { engineReady, keptCompiled } from '../compiled';
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
  /** Computes each step as one compiled function: `onnxEngine()` of `@ibp/onnx`. */
  readonly engine?: Engine;
  /**
   * Questions at once, which are taken one after another all the same: more than 1 has the stage come before those that take one at a time, and
   * attacks after it. 1 unless given.
   */
  readonly batch?: number;
};

/** alpha-CROWN, see `alphaCrown`, which leaves the slopes it found: a proof that can be written down and checked. */
export function alphaCrownStage(options: AlphaCrownStageOptions = {}): Stage {
  const { intermediate = 'crown', rigorous = false, engine, batch = 1, ...rest } = options;
  const bounds = intermediate === 'ibp' ? { bounds: propagateAll } : {};
  const search = alphaCrownWithSlopes({ ...rest, ...bounds });
  const compiled = keptCompiled((on: Engine, network) =>
    compileAlphaCrown(on, network, { ...rest, ...bounds }),
  );
  const slopesOf = async (question: OpenQuestion, context: StageContext): Promise<HostSlopes> => {
    const { network } = context;
    const given = tf.tidy(() => ({
      box: boxOf(network, [question], context),
      spec: specOf(network, [question], [question.open]),
    }));
    try {
      const found = engine && (await compiledSlopes(engine, network, given));
      return found ?? (await readSlopes(tf.tidy(() => search(lower(network), given.box, given.spec))));
    } finally {
      tf.dispose(given);
    }
  };
  const compiledSlopes = async (on: Engine, network: StageContext['network'], { box, spec }: Given) => {
    try {
      return await (await compiled.of(on, network)).search(box, spec);
    } catch (error) {
      if (isIbpError(error)) return undefined; // of a network that it cannot compile, tfjs finds them
      throw error;
    }
  };
  const one = async (question: OpenQuestion, context: StageContext): Promise<Finding> => {
    const { plain, arithmetic } = context;
    const refusal = rigorous ? rigorousRefusal(plain, arithmetic) : undefined;
    if (refusal) return { remark: { reason: 'unsupported', detail: refusal } };
    const { margins, intervals, slopes } = await slopesOf(question, context);
    const least = margins.map((margin, k) => (margin < 0 ? margin : intervals[k]!));
    const finding = findingOf(question.open, least);
    const rowSlopes = (k: number): RowSlopes[] =>
      slopes.map(({ node, slopes: all, open }) => ({
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
  };
  return {
    name: rigorous ? 'rigorous-alpha-crown' : 'alpha-crown',
    batch,
    ...(engine ? { check: (network: StageContext['network']) => engineReady(engine, network) } : {}),
    close: compiled.close,
    run: async (questions, context) => {
      const findings: Finding[] = [];
      for (const question of questions) {
        context.signal.throwIfAborted();
        findings.push(await one(question, context));
      }
      return findings;
    },
  };
}

type Given = { readonly box: IntervalBounds; readonly spec: LinearSpec };

/** Reads what was found, and frees it. */
async function readSlopes(found: WithSlopes): Promise<HostSlopes> {
  const read = async (x: tf.Tensor) => (await x.data()) as Float32Array;
  try {
    const [margins, intervals] = await Promise.all([read(found.margins), read(found.intervals)]);
    const slopes = await Promise.all(
      found.slopes.map(async ({ node, slopes: all, open }) => ({
        ...{ node, slopes: await read(all), open: await read(open) },
      })),
    );
    return { margins, intervals, slopes };
  } finally {
    tf.dispose(found);
  }
}
