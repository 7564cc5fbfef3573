import { isIbpError } from '@ibp/core';
import { advance, type Case, openQuestion } from './case';
import { inArithmetic } from './in-arithmetic';
import { nudge } from './nudge';
import { ballOf, type Question } from './question';
import type { Finding, Stage, StageContext } from './stage';
import { checkWitness } from './witness';

export type Pair = { readonly question: Question; readonly state: Case };

/** What a stage makes of questions that are still open, of properties one by one, each in a ball of its own; what goes wrong costs these questions, not the run. */
export async function runStage(
  stage: Stage,
  pairs: readonly Pair[],
  context: StageContext,
): Promise<readonly Pair[]> {
  if (pairs.length > 1 && pairs.some(({ question }) => question.about)) {
    const after: Pair[] = [];
    for (const pair of pairs) after.push(...(await runStage(stage, [pair], context)));
    return after;
  }
  const start = performance.now();
  const findings = await find(stage, pairs, ballOf(pairs[0]!.question, context));
  const seconds = (performance.now() - start) / 1000 / pairs.length;
  return pairs.map(({ question, state }, i) => {
    const finding = findings[i] ?? failure('expected a finding for each question, got fewer');
    const ball = ballOf(question, context);
    const witness =
      finding.candidate && checkWitness(nudge(finding.candidate, question, ball), question, ball, context);
    return { question, state: advance(state, question, { stage: stage.name, finding, seconds, witness }) };
  });
}

async function find(
  stage: Stage,
  pairs: readonly Pair[],
  context: StageContext,
): Promise<readonly (Finding | undefined)[]> {
  const questions = pairs.map(({ question, state }) => openQuestion(question, state));
  try {
    const found = await stage.run(questions, context);
    context.signal.throwIfAborted(); // what a search that was cut short left open is no answer
    return questions.map((question, i) => found[i] && inArithmetic(found[i], question, context));
  } catch (error) {
    context.signal.throwIfAborted();
    const { message } = error as Error;
    const remark = isIbpError(error)
      ? { remark: { reason: 'unsupported' as const, detail: message } }
      : failure(message);
    return questions.map(() => remark);
  }
}

const failure = (detail: string): Finding => ({ remark: { reason: 'failure', detail } });
