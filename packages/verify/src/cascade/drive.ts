import type { Case } from './case';
import { type Pair, runStage } from './run-stage';
import type { Stage, StageContext } from './stage';

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

/** Takes questions through stages, each with its own budget, at most `concurrency` at a time; as they end. */
export async function* oneByOne(
  stages: readonly Stage[],
  queue: readonly Pair[],
  context: StageContext,
  concurrency: number,
): AsyncGenerator<Case, void, undefined> {
  const waiting = [...queue];
  const running = new Map<number, Promise<Case>>();
  while (waiting.length > 0 || running.size > 0) {
    while (waiting.length > 0 && running.size < concurrency) {
      const pair = waiting.shift()!;
      running.set(pair.state.index, alone(stages, pair, context));
    }
    const state = await Promise.race(running.values());
    running.delete(state.index);
    yield state;
  }
}

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
  const remark = {
    stage: 'certify',
    reason: 'time-out' as const,
    detail: `${context.secondsLeft} s are over`,
  };
  return { ...state, remarks: [...state.remarks, remark] };
}
