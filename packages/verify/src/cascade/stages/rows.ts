import type { CertificateProof, PlainSpec, Region, RowOptions, RowVerdict } from '@ibp/exact';
import {
  compactProofs,
  enclose,
  flatProof,
  type MipOptions,
  region,
  rigorousRefusal,
  slopeProof,
  unsafeRows,
  verifyByLp,
  verifyByMip,
} from '@ibp/exact';
import { eachRow } from '../each-row';
import { boxOfQuestion } from '../question';
import type { Finding, OpenQuestion, Stage, StageContext } from '../stage';
import type { Remark } from '../verdict';
import { attackStage, type CounterExampleSearch } from './attack';

type Decide = (...args: Parameters<typeof verifyByMip>) => Promise<RowVerdict>;

/** Options of the stages that take one row at a time, `lp` and `mip`. */
export type RowStageOptions = Omit<RowOptions, 'timeLimit' | 'confirm' | 'signal' | 'bounds'> & {
  /** Bounds of nodes that hold over the box; interval bounds in exact arithmetic unless given. */
  readonly bounds?: (question: OpenQuestion, context: StageContext) => RowOptions['bounds'];
  /** Goes on from the worst point of a relaxation: `(point) => pgd({ start: () => point })`. */
  readonly refine?: (point: Float32Array) => CounterExampleSearch;
  /** Seconds for one row at most; all that the example has left unless given. */
  readonly rowLimit?: number;
  /** Whether to look for a proof in exact arithmetic of what is decided, as evidence; true unless given. Verdicts do not depend on it. */
  readonly proofs?: boolean;
};

/**
 * Mixed-integer programming, row after row, see `verifyByMip`: complete, given the time. It trusts the solver within a margin
 * for its tolerances, so a proof cannot be written down: `accompanied` by `lpTreeStage`, one is.
 */
export const mipStage = (
  options: RowStageOptions & Pick<MipOptions, 'delta' | 'heuristics' | 'threads'>,
): Stage => rowStage('mip', (...args) => verifyByMip(...args), options);

/**
 * Linear programming, row after row, see `verifyByLp`: its proofs do not trust the solver. Its duals are slopes of a backward
 * pass, of which the certificate has as few digits as hold in exact arithmetic.
 */
export const lpStage = (options: RowStageOptions): Stage => rowStage('lp', verifyByLp, options);

function rowStage(name: string, decide: Decide, options: RowStageOptions): Stage {
  const {
    bounds: boundsOf,
    refine,
    rowLimit = Number.POSITIVE_INFINITY,
    proofs: proves = true,
    ...rest
  } = options;
  const one = async (question: OpenQuestion, context: StageContext): Promise<Finding> => {
    const { plain, signal, arithmetic } = context;
    const start = performance.now();
    const box = boxOfQuestion(question, context);
    const about = region(plain, box, unsafeRows(question.spec), arithmetic);
    const enclosed = () => (arithmetic === 'real' ? about.enclosures('ibp') : enclose(plain, box));
    const bounds = boundsOf?.(question, context) ?? enclosed().boxes;
    const proved: number[] = [];
    const known: { [row: number]: number } = {};
    const proofs: CertificateProof[] = [];
    const finding = () => ({ proved, bounds: known, ...(proofs.length > 0 ? { evidence: proofs } : {}) });
    let remark: Omit<Remark, 'stage'> | undefined;
    for (const row of worstFirst(question)) {
      const left = context.secondsLeft - (performance.now() - start) / 1000;
      const timeLimit = Math.min(left, rowLimit);
      if (!(timeLimit > 0)) {
        return { ...finding(), remark: { reason: 'time-out', detail: `no time for row ${row}` } };
      }
      const found = await decide(plain, box, rowOf(question, row), { ...rest, timeLimit, bounds, signal });
      if (found.bound !== undefined) known[row] = found.bound;
      const candidate =
        found.witness ?? (await refined(refine, found.point, { ...question, open: [row] }, context));
      if (candidate) return { ...finding(), candidate };
      if (found.status === 'verified') {
        proved.push(row);
        if (proves) proofs.push(...proofOf(found, row, about));
      } else
        remark ??= { reason: found.reason ?? 'undecided', detail: `row ${row}: ${found.detail ?? 'open'}` };
    }
    return { ...finding(), ...(remark ? { remark } : {}) };
  };
  const each = eachRow(one);
  return {
    name,
    batch: 1,
    run: (questions, context) => Promise.all(questions.map((question) => each(question, context))),
    close: options.solver.close,
  };
}

/** A backward pass that proves the row in exact arithmetic: with chosen slopes, or with those that were found. */
function proofOf({ slopes, bound = Number.NaN }: RowVerdict, row: number, about: Region): CertificateProof[] {
  const { network: plain, arithmetic } = about;
  if (!(bound < 0) || rigorousRefusal(plain, arithmetic)) return [];
  const conjunctions = [row];
  const found = slopes
    ? slopeProof(plain, { row, bound, intermediate: 'ibp', slopes })
    : flatProof(plain, about.box, conjunctions);
  // a problem's own columns imply bounds of hidden units that intervals alone do not give: backward passes do
  const tries: CertificateProof[] = [
    { kind: 'ibp', conjunctions },
    { kind: 'crown', conjunctions, intermediate: 'ibp' },
    found,
    { kind: 'crown', conjunctions, intermediate: 'crown' },
    ...(found.kind === 'crown' ? [{ ...found, intermediate: 'crown' as const }] : []),
  ];
  for (const proof of tries) {
    const held = compactProofs([proof], plain, about);
    if (held.length > 0) return held;
  }
  return [];
}

async function refined(
  refine: RowStageOptions['refine'],
  point: Float32Array | undefined,
  question: OpenQuestion,
  context: StageContext,
): Promise<Float32Array | undefined> {
  if (!refine || !point) return undefined;
  const [finding] = await attackStage('refine', refine(point)).run([question], context);
  return finding?.candidate;
}

/** An attack, if there is one, is likeliest where the bound is worst. */
const worstFirst = ({ open, bounds = {} }: OpenQuestion): readonly number[] =>
  [...open].sort((a, b) => (bounds[b] ?? 0) - (bounds[a] ?? 0) || a - b);

const rowOf = ({ spec }: OpenQuestion, row: number): PlainSpec => {
  const units = spec.c.length / spec.d.length;
  return { c: spec.c.slice(row * units, (row + 1) * units), d: spec.d.slice(row, row + 1) };
};
