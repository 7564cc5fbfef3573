import { fail } from '@ibp/core';
import type { CertificateProof, Enclosure, ExampleOutcome, Statement } from '@ibp/exact';
import { packNumbers, proofsIn } from '@ibp/exact';
import type { Certified } from '../cascade/certify';
import { realPoint } from '../cascade/witness';

/** What a stage proves by, if its name alone tells all that is needed to do it again. */
type Method =
  | { readonly kind: 'ibp' | 'sdp' }
  | { readonly kind: 'crown'; readonly intermediate: 'ibp' | 'crown' };

const methodsByName: { readonly [stage: string]: Method } = {
  ibp: { kind: 'ibp' },
  'crown-ibp': { kind: 'crown', intermediate: 'ibp' },
  crown: { kind: 'crown', intermediate: 'crown' },
  sdp: { kind: 'sdp' },
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

/** For each row of what was asked the conjunction that it is of: of a ball's specification, each is one of its own. */
function conjunctionsByRow(statement: Statement): (row: number) => number {
  if ('x' in statement) return (row) => row;
  const all = statement.unsafe.flatMap(({ d }, k) => Array.from(d, () => k));
  return (row) => all[row]!;
}

/** Rows proved by one stage as one proof; what left no evidence and is not known by name is `unchecked`. */
function proofsOf(
  result: Certified,
  methods: { readonly [stage: string]: Method },
  conjunctionOf: (row: number) => number,
): CertificateProof[] {
  const evidence = evidenceOf(result);
  const shown = new Set(evidence.flatMap(({ conjunctions }) => conjunctions));
  const byStage = new Map<string, { conjunction: number; bound: number | undefined }[]>();
  for (const [row, { stage, bound }] of Object.entries(result.proofs)) {
    const conjunction = conjunctionOf(Number(row));
    if (shown.has(conjunction)) continue;
    shown.add(conjunction);
    byStage.set(stage, [...(byStage.get(stage) ?? []), { conjunction, bound }]);
  }
  const others = [...byStage].map(([stage, rows]): CertificateProof => {
    const known = rows.flatMap(({ bound }) => (bound === undefined ? [] : [bound]));
    const bounds = known.length === rows.length ? { bounds: known } : {};
    const conjunctions = rows.map(({ conjunction }) => conjunction);
    return { conjunctions, ...bounds, ...(methods[stage] ?? { kind: 'unchecked', method: stage }) };
  });
  return [...evidence, ...others];
}

/**
 * What `certify` found out about an example, or `certifyProperties` about a property of one box, as a certificate holds it.
 *
 * @throws of a property of several boxes, which are questions of their own: {@link propertyOutcomes} puts them together.
 */
export function certificateOutcome(
  result: Certified,
  { statement, methods }: OutcomeOptions,
): ExampleOutcome {
  const { index } = result;
  const [box, ...more] = 'x' in statement ? [] : statement.boxes;
  if (more.length > 0) {
    fail('certificateOutcome', `expected a property of one box, got one of ${more.length + 1}`);
  }
  return {
    index,
    statement,
    verdict: verdictOf(result, { statement, ...(methods ? { methods } : {}) }, box),
  };
}

/** @param box that the question was about, if it was about one. */
export function verdictOf(
  result: Certified,
  { statement, methods }: OutcomeOptions,
  box: Enclosure | undefined,
): ExampleOutcome['verdict'] {
  const { verdict } = result;
  if (verdict.status === 'verified') {
    const proofs = proofsOf(result, { ...methodsByName, ...methods }, conjunctionsByRow(statement));
    return { status: 'verified', proofs };
  }
  if (verdict.status === 'falsified') {
    const { x, row, conjunction = row } = verdict.witness;
    const point = box ? realPoint(x, { about: { box } }) : x;
    return { status: 'falsified', method: verdict.method, witness: { x: packNumbers(point), conjunction } };
  }
  return { status: 'unknown', reason: verdict.reason };
}
