import { boxTreeProof, type CertificateProof, type PlainSpec, someRows } from '@ibp/exact';
import { renumbered } from '../../certificate/maxima-by-relu';
import { propertyOutcome } from '../../certificate/property-outcome';
import { type PropertyOptions, type PropertyReason, verifyProperty } from '../../property';
import { boxOfQuestion, conjunctionsOf } from '../question';
import type { Finding, OpenQuestion, Stage, StageContext } from '../stage';
import type { UnknownReason } from '../verdict';

/** Options of `propertyStage`. */
export type PropertyStageOptions = Pick<PropertyOptions, 'strategy' | 'batch' | 'maxNodes' | 'workers'> & {
  /** Accept what is proved only if it holds in exact arithmetic too, cut further where it does not; false unless given. */
  readonly rigorous?: boolean;
  /** The share of a question's time that it may take, of 1; 1 unless given. */
  readonly share?: number;
};

const reasons: { readonly [K in PropertyReason]: UnknownReason } = {
  time: 'time-out',
  aborted: 'time-out',
  domains: 'time-out',
  nodes: 'time-out',
  'not finite': 'not-finite',
  unresolved: 'tolerance',
  lost: 'failure',
};

/** `verifyProperty` on what is open, whole conjunctions at once: for few inputs the box is cut at its features. */
export function propertyStage(options: PropertyStageOptions = {}): Stage {
  const { rigorous = false, share = 1, ...rest } = options;
  const one = async (question: OpenQuestion, context: StageContext): Promise<Finding> => {
    const { network, plain, arithmetic, seed, signal } = context;
    const start = performance.now();
    const left = () => share * context.secondsLeft - (performance.now() - start) / 1000;
    const box = boxOfQuestion(question, context);
    const open = openConjunctions(question);
    const property = { boxes: [box], unsafe: open.map(({ rows }) => rows) };
    const result = await verifyProperty(network, property, { ...rest, budget: left(), seed, signal });
    if (result.witness) return { candidate: result.witness.x };
    if (result.status !== 'verified') {
      const reason = result.reason ?? 'unresolved';
      return {
        remark: { reason: reasons[reason], detail: `${reason} after ${result.nodes} parts of the box` },
      };
    }
    const refuted = open.map(({ k }) => k);
    // the question's conjunctions in place of those of the property of what is open
    const asked = (proofs: readonly CertificateProof[]) =>
      proofs.map(({ box: _, ...proof }) => renumbered(proof, (k) => refuted[k]!));
    if (!rigorous) {
      const [tree, proofs] = [result.trees[0], result.proofs[0]];
      const about = { conjunctions: open.map((_, k) => k), intermediate: 'crown' } as const;
      const found = tree ? [boxTreeProof(tree, about)] : proofs;
      return { refuted, ...(found ? { evidence: asked(found) } : {}) };
    }
    const limits = { budget: left(), signal, arithmetic };
    const { boxes } = await propertyOutcome(plain, property, result, limits);
    const { proofs, reason = '' } = boxes[0]!;
    if (!proofs) return { remark: { reason: 'tolerance', detail: `in exact arithmetic: ${reason}` } };
    return { refuted, evidence: asked(proofs) };
  };
  return {
    name: rigorous ? 'rigorous-property' : 'property',
    batch: 1,
    run: (questions, context) => Promise.all(questions.map((question) => one(question, context))),
  };
}

/** Whole conjunctions: all rows of one are open, or none is. */
function openConjunctions(question: OpenQuestion): { readonly k: number; readonly rows: PlainSpec }[] {
  const { spec, open } = question;
  return conjunctionsOf(question).flatMap((rows, k) =>
    rows.some((row) => open.includes(row)) ? [{ k, rows: someRows(spec, rows) }] : [],
  );
}
