import { confirmedProofs, proofsIn, someRows } from '@ibp/exact';
import { rowsAsConjunctions } from './conjunction-proofs';
import { boxOfQuestion, conjunctionsOf, type Question } from './question';
import type { Finding, StageContext } from './stage';

/**
 * A finding of which only that is left as proved whose evidence holds in the arithmetic of the run, with the evidence that
 * does. In real numbers it stays as it is.
 */
export function inArithmetic(finding: Finding, question: Question, context: StageContext): Finding {
  const { arithmetic, plain } = context;
  const { proved = [], refuted = [], bounds = {}, evidence, remark, ...rest } = finding;
  if (arithmetic === 'real' || proved.length + refuted.length === 0) return finding;
  const conjunctions = conjunctionsOf(question);
  const given = question.about ? rowsAsConjunctions(finding, conjunctions) : evidence;
  const held = confirmedProofs(given === undefined ? [] : proofsIn(given), plain, {
    box: boxOfQuestion(question, context),
    unsafe: conjunctions.map((rows) => someRows(question.spec, rows)),
    arithmetic,
  });
  const shown = held.flatMap((proof) => proof.conjunctions);
  const claimed = [...refuted, ...proved.map((row) => conjunctions.findIndex((rows) => rows.includes(row)))];
  const isLess = claimed.some((k) => !shown.includes(k));
  const left = { reason: 'tolerance', detail: `no proof of what it proved holds in ${arithmetic}` } as const;
  // those of what was proved are of real numbers, or of float32 in some order
  const others = Object.entries(bounds).filter(([row]) => !proved.includes(Number(row)));
  return {
    ...rest,
    bounds: Object.fromEntries(others),
    ...(held.length > 0 ? { refuted: shown, evidence: held } : {}),
    ...(isLess ? { remark: left } : remark ? { remark } : {}),
  };
}
