import { nextTask } from '@ibp/layers';
import type { AttackResult } from './attack';
import { judge } from './judge';
import { createLedger, type Ledger } from './ledger';
import type { Problem } from './problem';
import type { Oracle, Plan, Run } from './run';
import { scoreOf } from './score';

/** What an attack does, given the values of the specifications at the examples themselves. */
export type Search = {
  /** Runs in the order in which they are to be begun. */
  readonly plans: (clean: readonly Float64Array[]) => Iterable<Plan>;
  readonly oracle: Oracle;
  /** Runs evaluated at once. */
  readonly batchSize: number;
};

/**
 * Evaluates runs batch after batch until all are over. An example that is broken leaves the batch with all its runs, and
 * the next runs take their places, so that the batch keeps its size to the end. Every witness is judged first.
 */
export async function drive(problem: Problem, { plans, oracle, batchSize }: Search): Promise<AttackResult> {
  const ledger = createLedger(problem.examples);
  const queue = plans(await examineExamples(problem, ledger))[Symbol.iterator]();
  let active: Run[] = [];
  for (;;) {
    active = active.filter(({ example }) => !ledger.isBroken(example));
    refill(problem, active, queue, ledger, batchSize);
    if (active.length === 0) return ledger.result();
    problem.signal?.throwIfAborted();
    const seen = await oracle.evaluate(active);
    const scores = seen.map(({ values }) => scoreOf(values, problem.violations));
    for (const [i, { example }] of active.entries()) {
      ledger.count(example, oracle.cost);
      // what claims to break an example is seen when it is judged
      if (!(scores[i]!.margin > 0)) ledger.see(example, scores[i]!);
    }
    await settle(
      problem,
      ledger,
      active.filter((_, i) => scores[i]!.margin > 0),
    );
    active = active.filter(
      (run, i) => !ledger.isBroken(run.example) && !Number.isNaN(scores[i]!.margin) && run.advance(seen[i]!),
    );
    await nextTask();
  }
}

/** The examples as they are: the first claims, and what tells which targets are promising. */
async function examineExamples(problem: Problem, ledger: Ledger): Promise<Float64Array[]> {
  const claims = problem.balls.map(({ x }, example) => ({ example, point: x }));
  const verdicts = await judge(problem, claims);
  for (const [example, verdict] of verdicts.entries()) {
    if (problem.skips(example)) continue;
    ledger.count(example, 1);
    ledger.see(example, verdict);
    if (verdict.broken) ledger.break(example, claims[example]!.point, verdict);
  }
  return verdicts.map(({ values }) => values);
}

function refill(
  problem: Problem,
  active: Run[],
  queue: Iterator<Plan>,
  ledger: Ledger,
  batchSize: number,
): void {
  while (active.length < batchSize) {
    const { value: plan, done } = queue.next();
    if (done) return;
    if (ledger.isBroken(plan.example) || problem.skips(plan.example)) continue;
    ledger.begin(plan.example);
    active.push(plan.begin());
  }
}

async function settle(problem: Problem, ledger: Ledger, claims: readonly Run[]): Promise<void> {
  if (claims.length === 0) return;
  for (const [i, verdict] of (await judge(problem, claims)).entries()) {
    const { example, point } = claims[i]!;
    if (verdict.broken) ledger.break(example, point, verdict);
    else if (!(verdict.margin > 0)) ledger.see(example, verdict); // else it is not in the ball
  }
}
