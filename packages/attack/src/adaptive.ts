import { assertWhole } from './assert';
import type { Attack, AttackResult, ExampleResult } from './attack';
import { judge } from './judge';
import { linf } from './norms/linf';
import type { Norm } from './norms/norm';
import { readProblem } from './problem';

/**
 * Makes the witnesses of an attack just strong enough: bisects the line from each example to its witness for the first
 * input that still breaks the specification, as the adaptive attack of the code of Gowal et al. does. Every new witness
 * has been run through the plain network as well.
 *
 * @param options.halvings of the line; 10 unless given.
 * @param options.norm that of the attack; `linf()` unless given.
 */
export function adaptive(
  attack: Attack,
  options: { readonly halvings?: number; readonly norm?: Norm } = {},
): Attack {
  const { halvings = 10, norm = linf() } = options;
  assertWhole('adaptive', 'halvings', halvings, 1);
  return async (network, task) => {
    const problem = await readProblem('adaptive', network, task, norm);
    const found = await attack(network, task);
    let searches = found.examples.flatMap((result, example) =>
      result.witness ? [{ example, result, least: 0, share: 1, full: result.witness }] : [],
    );
    for (let halving = 0; halving < halvings && searches.length > 0; halving++) {
      task.signal?.throwIfAborted();
      const claims = searches.map(({ example, least, share, full }) => {
        const { x } = problem.balls[example]!;
        // between x and the witness in each element, and so in the ball of every norm
        return { example, point: x.map((v, i) => v + ((least + share) / 2) * (full[i]! - v)) };
      });
      const verdicts = await judge(problem, claims);
      searches = searches.map((search, i) => {
        const { broken, margin, spec } = verdicts[i]!;
        const middle = (search.least + search.share) / 2;
        const evaluations = search.result.evaluations + 1;
        const result = { ...search.result, evaluations };
        if (!broken) return { ...search, least: middle, result };
        return { ...search, share: middle, result: { ...result, witness: claims[i]!.point, margin, spec } };
      });
    }
    return withResults(
      found,
      searches.map(({ example, result }) => [example, result]),
    );
  };
}

function withResults(found: AttackResult, changed: readonly [number, ExampleResult][]): AttackResult {
  const results = new Map(changed);
  const examples = found.examples.map((result, example) => results.get(example) ?? result);
  return { examples, evaluations: examples.reduce((sum, { evaluations }) => sum + evaluations, 0) };
}
