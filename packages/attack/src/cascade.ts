import { fail } from '@ibp/core';
import type { Attack, AttackResult, ExampleResult } from './attack';

/**
 * One attack after another, each on the examples that those before it did not break: cheap ones first.
 *
 * @throws when there is none.
 */
export function cascade(...attacks: readonly Attack[]): Attack {
  if (attacks.length === 0) fail('cascade', 'expected at least one attack, got none');
  return async (network, task) => {
    let sum: AttackResult | undefined;
    for (const attack of attacks) {
      const skip = sum?.examples.map(({ status }, i) => status === 'broken' || (task.skip?.[i] ?? false));
      const next = await attack(network, skip ? { ...task, skip } : task);
      sum = sum ? added(sum, next) : next;
    }
    return sum!;
  };
}

const added = (a: AttackResult, b: AttackResult): AttackResult => ({
  examples: a.examples.map((example, i) => addedExample(example, b.examples[i]!)),
  evaluations: a.evaluations + b.evaluations,
});

function addedExample(a: ExampleResult, b: ExampleResult): ExampleResult {
  // the greater margin, or the one that there is; what was undefined once stays so until it is broken
  const better = b.status === 'broken' || !(b.margin <= a.margin || Number.isNaN(b.margin)) ? b : a;
  const undefinedOnce = better.status !== 'broken' && [a, b].some(({ status }) => status === 'undefined');
  return {
    ...better,
    ...(undefinedOnce ? { status: 'undefined' as const } : {}),
    evaluations: a.evaluations + b.evaluations,
    runs: a.runs + b.runs,
  };
}
