import { drawNumbers } from '@ibp/bounds';
import type { Certified } from '@ibp/verify';
import type { LoadedCampaign } from '../campaign/load';
import type { Solve } from '../work/work';
import type { Collected } from './collected';
import type { Judged, Suspect } from './gathering';

/** Which results are done again. */
export type DoAgainOptions = { readonly solve: Solve; readonly recheck: number; readonly seed: number };

/**
 * Settles again some of what each worker gives without a proof. Budgets count steps, and draws go by places: an honest worker's result comes
 * out again, unless its time was up.
 */
export async function doAgain(
  { campaign, inputs, network }: LoadedCampaign,
  results: Iterable<Collected>,
  { solve, recheck, seed }: DoAgainOptions,
): Promise<Suspect[]> {
  const { method } = campaign;
  const suspects: Suspect[] = [];
  for (const { worker, of, certified } of drawOf(results, recheck, seed)) {
    const { place, epsilon, network: networkHash } = of;
    const request = { networkHash, inputs, places: [place], epsilon, method, quick: false };
    for await (const again of solve({ ...request, network: await network(networkHash) })) {
      const [said, found] = [certified.verdict, again.verdict];
      if (nameOf(said) === nameOf(found) || isSlow(certified, again, method.seconds)) continue;
      const why = `${nameOf(said)}, which is ${nameOf(found)} when done again`;
      suspects.push({ worker, number: of.number, why });
    }
  }
  return suspects;
}

/** A verdict and what came to it: the same stages come to the same. */
const nameOf = (verdict: Certified['verdict']): string =>
  'method' in verdict ? `${verdict.status} by ${verdict.method}` : verdict.status;

/** Whether it can have been the clock, the last guard, that ended a case: it takes long here too. */
function isSlow({ verdict }: Certified, again: Certified, guard: number): boolean {
  const seconds = Object.values(again.seconds).reduce((sum, one) => sum + one, 0);
  return verdict.status === 'unknown' && verdict.reason === 'time-out' && seconds > guard / 10;
}

/** Of each worker so many of the results that rest on its word: at random, but the same ones for a seed, which who is checked cannot know. */
export function* drawOf<Result extends Judged>(
  results: Iterable<Result>,
  count: number,
  seed: number,
): Generator<Result> {
  const byWorker = new Map<string, Result[]>();
  for (const one of results) {
    if (one.check.status === 'confirmed') continue;
    byWorker.set(one.worker, [...(byWorker.get(one.worker) ?? []), one]);
  }
  for (const [worker, own] of byWorker) {
    const name = `${seed} ${worker}`;
    const order = drawNumbers({ seed: 0, name, shape: [own.length], distribution: 'uniform' });
    const drawn = [...own.keys()].sort((a, b) => order[a]! - order[b]!).slice(0, count);
    for (const i of drawn) yield own[i]!;
  }
}
