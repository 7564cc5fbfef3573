import { rowsAsConjunctions } from './conjunction-proofs';
import { conjunctionsOf, type Question, rowCount } from './question';
import type { Finding, OpenQuestion } from './stage';
import { type Remark, unknown, type Verdict, type Witness } from './verdict';

/** Which stage proved a row, and with what bound. */
export type Proof = { readonly stage: string; readonly bound?: number };

/** What is known of one question so far: plain data, as the journal writes it. */
export type Case = {
  readonly index: number;
  readonly open: readonly number[];
  /** By row. */
  readonly proofs: { readonly [row: number]: Proof };
  /** The least upper bound seen of each row that is open. */
  readonly bounds: { readonly [row: number]: number };
  readonly remarks: readonly Remark[];
  readonly evidence: readonly { readonly stage: string; readonly data: unknown }[];
  /** Wall-clock seconds by stage; a stage that takes several questions at once gives each its share. */
  readonly seconds: { readonly [stage: string]: number };
  /** Once there is one. */
  readonly verdict?: Verdict;
};

export const openCase = (question: Question): Case => ({
  index: question.index,
  open: Array.from({ length: rowCount(question) }, (_, row) => row),
  proofs: {},
  bounds: {},
  remarks: [],
  evidence: [],
  seconds: {},
});

export const openQuestion = (question: Question, { open, bounds }: Case): OpenQuestion => ({
  ...question,
  open,
  bounds,
});

/** What a stage made of one question, and its candidate if that breaks a row. */
export type StageResult = {
  readonly stage: string;
  readonly finding: Finding;
  readonly seconds: number;
  readonly witness: Witness | undefined;
};

/** A case after what a stage found. */
export function advance(
  before: Case,
  question: Question,
  { stage, finding, seconds, witness }: StageResult,
): Case {
  const { proved = [], refuted = [], bounds = {}, remark } = finding;
  const conjunctions = conjunctionsOf(question);
  const evidence = question.about ? rowsAsConjunctions(finding, conjunctions) : finding.evidence;
  const proofs = { ...before.proofs };
  for (const row of [...proved, ...refuted.flatMap((k) => conjunctions[k] ?? [])]) {
    if (before.open.includes(row)) proofs[row] = { stage, ...(row in bounds ? { bound: bounds[row]! } : {}) };
  }
  // one row below 0 everywhere is enough for its conjunction
  const closed = new Set(conjunctions.filter((rows) => rows.some((row) => row in proofs)).flat());
  const open = before.open.filter((row) => !closed.has(row));
  const after: Case = {
    ...before,
    open,
    proofs,
    bounds: least(open, before.bounds, bounds),
    remarks: remark && open.length > 0 ? [...before.remarks, { stage, ...remark }] : before.remarks,
    evidence: evidence === undefined ? before.evidence : [...before.evidence, { stage, data: evidence }],
    seconds: { ...before.seconds, [stage]: (before.seconds[stage] ?? 0) + seconds },
  };
  const verdict = verdictOf(after, stage, witness);
  return verdict ? { ...after, verdict } : after;
}

function verdictOf(
  { open, proofs }: Case,
  method: string,
  witness: Witness | undefined,
): Verdict | undefined {
  if (witness) {
    const claimed = proofs[witness.row];
    // arithmetic that fails on one row is not to be trusted on another, and a witness speaks for itself
    if (claimed)
      console.warn(`certify: ${claimed.stage} "proved" row ${witness.row}, which ${method} breaks`);
    return { status: 'falsified', method, witness };
  }
  return open.length === 0 ? { status: 'verified', method } : undefined;
}

function least(
  open: readonly number[],
  before: { readonly [row: number]: number },
  now: { readonly [row: number]: number },
): { [row: number]: number } {
  const known = open.filter((row) => row in before || Number.isFinite(now[row] ?? Number.NaN));
  return Object.fromEntries(
    known.map((row) => {
      const bound = now[row] ?? Number.NaN;
      return [row, Number.isFinite(bound) ? Math.min(bound, before[row] ?? bound) : before[row]!];
    }),
  );
}

/** A case that all stages have seen. */
export const closed = (last: Case): Case & { readonly verdict: Verdict } => ({
  ...last,
  verdict: last.verdict ?? unknown(last.remarks),
});
