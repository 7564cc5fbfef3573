import type { CertificateProof, ExampleOutcome, Statement } from '@ibp/exact';
import { packNumbers, proofsIn } from '@ibp/exact';
import type { Certified } from '../cascade/certify';

/** What a stage proves by, if its name alone tells all that is needed to do it again. */
type Method = { readonly kind: 'ibp' } | { readonly kind: 'crown'; readonly intermediate: 'ibp' | 'crown' };

const methodsByName: { readonly [stage: string]: Method } = {
  ibp: { kind: 'ibp' },
  'crown-ibp': { kind: 'crown', intermediate: 'ibp' },
  crown: { kind: 'crown', intermediate: 'crown' },
  'rigorous-ibp': { kind: 'ibp' },
  'rigorous-crown': { kind: 'crown', intermediate: 'ibp' },
  'rigorous-crown-crown': { kind: 'crown', intermediate: 'crown' },
};

/** Options of `certificateOutcome`. */
export type OutcomeOptions = {
  /** What was asked of the example: its conjunctions are the rows of the specification that `certify` was given. */
  readonly statement: Statement;
  /** How the proofs of stages of other names can be done again. */
  readonly methods?: { readonly [stage: string]: Method };
};

/** The evidence that stages left, where it is a proof of this format. */
function evidenceOf({ evidence }: Certified): CertificateProof[] {
  const proofs = evidence.flatMap(({ data }) => proofsIn(data));
  // a checker takes one proof of each: the first
  const shown = new Set<number>();
  return proofs.filter(({ conjunctions }) => {
    const isNew = conjunctions.every((conjunction) => !shown.has(conjunction));
    if (isNew) for (const conjunction of conjunctions) shown.add(conjunction);
    return isNew;
  });
}

/** Rows proved by one stage as one proof; what left no evidence and is not known by name is `unchecked`. */
function proofsOf(result: Certified, methods: { readonly [stage: string]: Method }): CertificateProof[] {
  const evidence = evidenceOf(result);
  const shown = new Set(evidence.flatMap(({ conjunctions }) => conjunctions));
  const byStage = new Map<string, number[]>();
  for (const [row, { stage }] of Object.entries(result.proofs)) {
    if (!shown.has(Number(row))) byStage.set(stage, [...(byStage.get(stage) ?? []), Number(row)]);
  }
  const others = [...byStage].map(([stage, rows]): CertificateProof => {
    const known = rows.map((row) => result.proofs[row]!.bound);
    const bounds = known.every((bound) => bound !== undefined) ? { bounds: known as number[] } : {};
    return { conjunctions: rows, ...bounds, ...(methods[stage] ?? { kind: 'unchecked', method: stage }) };
  });
  return [...evidence, ...others];
}

/** What `certify` found out about an example, as a certificate holds it. */
export function certificateOutcome(
  result: Certified,
  { statement, methods }: OutcomeOptions,
): ExampleOutcome {
  const { index, verdict } = result;
  const about = { index, statement };
  if (verdict.status === 'verified') {
    const proofs = proofsOf(result, { ...methodsByName, ...methods });
    return { ...about, verdict: { status: 'verified', proofs } };
  }
  if (verdict.status === 'falsified') {
    const witness = { x: packNumbers(verdict.witness.x), conjunction: verdict.witness.row };
    return { ...about, verdict: { status: 'falsified', method: verdict.method, witness } };
  }
  return { ...about, verdict: { status: 'unknown', reason: verdict.reason } };
}
