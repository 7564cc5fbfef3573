import { drawNumbers } from '@ibp/bounds';
import type { Certified } from '@ibp/verify';
import type { LoadedCampaign } from '../campaign/load';
import type { Solve } from '../work/work';
import type { Collected, Suspect } from './collected';

/** Which results are done again. */
export type DoAgainOptions = { readonly solve: Solve; readonly recheck: number; readonly seed: number };

/**
 * Settles again some of what each worker gives without a proof. Budgets count steps, and draws go by places: an honest worker's result comes
 * out again, unless its time was up.
 */
export async function doAgain(
  { campaign, inputs, network }: LoadedCampaign,
  results: readonly Collected[],
  { solve, recheck, seed }: DoAgainOptions,
): Promise<Suspect[]> {
  const byWorker = new Map<string, Collected[]>();
  for (const one of results) {
    if (one.check.status === 'confirmed') continue;
    byWorker.set(one.worker, [...(byWorker.get(one.worker) ?? []), one]);
  }
  const suspects: Suspect[] = [];
  for (const [worker, own] of byWorker) {
    for (const { of, certified } of drawOf(own, recheck, `${seed} ${worker}`)) {
      const { place, epsilon, network: networkHash } = of;
      const request = {
        networkHash,
        inputs,
        places: [place],
        epsilon,
        method: campaign.method,
        quick: false,
      };
      for await (const again of solve({ ...request, network: await network(networkHash) })) {
        const [said, found] = [certified.verdict, again.verdict];
        if (nameOf(said) === nameOf(found) || isSlow(certified, again, campaign.method.seconds)) continue;
        suspects.push({
          worker,
          number: of.number,
          why: `${nameOf(said)}, which is ${nameOf(found)} when done again`,
        });
      }
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

/** At random, but the same ones for a name: who is checked cannot know which. */
export function drawOf<T>(all: readonly T[], count: number, name: string): T[] {
  const order = drawNumbers({ seed: 0, name, shape: [all.length], distribution: 'uniform' });
  return [...all.keys()]
    .sort((a, b) => order[a]! - order[b]!)
    .slice(0, count)
    .map((i) => all[i]!);
}
