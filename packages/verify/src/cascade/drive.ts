import type { Case } from './case';
import type { Patience } from './patience';
import { type Pair, runStage } from './run-stage';
import type { Stage, StageContext } from './stage';
import type { Remark } from './verdict';

/** Takes a batch through stages; those that one settles leave it. */
export async function inBatches(
  stages: readonly Stage[],
  pairs: readonly Pair[],
  context: StageContext,
): Promise<readonly Pair[]> {
  let all = [...pairs];
  for (const stage of stages) {
    const open = all.filter(({ state }) => !state.verdict);
    const done = new Map<number, Pair>();
    for (let start = 0; start < open.length; start += stage.batch) {
      context.signal.throwIfAborted();
      const after = await runStage(stage, open.slice(start, start + stage.batch), context);
      for (const pair of after) done.set(pair.state.index, pair);
    }
    all = all.map((pair) => done.get(pair.state.index) ?? pair);
  }
  return all;
}

/**
 * Takes questions through stages, each with its own budget, at most `concurrency` at a time; as they end. Where patience is at its end, the
 * rest is not tried. What is at work when whoever takes them ends is told to end, and waited for.
 */
export async function* oneByOne(
  stages: readonly Stage[],
  queue: readonly Pair[],
  context: StageContext,
  { concurrency, patient }: { readonly concurrency: number; readonly patient: Patience | undefined },
): AsyncGenerator<{ readonly state: Case; readonly tried: boolean }, void, undefined> {
  const waiting = [...queue];
  const running = new Map<number, Promise<Case>>();
  const ended = new AbortController();
  const until = { ...context, signal: AbortSignal.any([context.signal, ended.signal]) };
  try {
    while (waiting.length > 0 || running.size > 0) {
      while (waiting.length > 0 && running.size < concurrency) {
        const pair = waiting.shift()!;
        const remark = patient?.end();
        if (remark) yield { state: remarked(pair.state, remark), tried: false };
        else running.set(pair.state.index, alone(stages, pair, until));
      }
      if (running.size === 0) continue;
      const state = await Promise.race(running.values());
      running.delete(state.index);
      patient?.saw(state);
      yield { state, tried: true };
    }
  } finally {
    ended.abort();
    await Promise.allSettled(running.values());
  }
}

const remarked = (state: Case, remark: Remark): Case => ({ ...state, remarks: [...state.remarks, remark] });

async function alone(stages: readonly Stage[], pair: Pair, context: StageContext): Promise<Case> {
  const start = performance.now();
  let { state } = pair;
  for (const stage of stages) {
    const secondsLeft = context.secondsLeft - (performance.now() - start) / 1000;
    if (state.verdict || secondsLeft <= 0) break;
    context.signal.throwIfAborted();
    [{ state }] = (await runStage(stage, [{ ...pair, state }], { ...context, secondsLeft })) as [Pair];
  }
  if (state.verdict || (performance.now() - start) / 1000 < context.secondsLeft) return state;
  const detail = `${context.secondsLeft} s are over`;
  return remarked(state, { stage: 'certify', reason: 'time-out', detail });
}
