import type { PlainNetwork } from '@ibp/core';
import { type Enclosure, type Property, plainForward } from '@ibp/exact';
import { plainDense, randomBox } from '@ibp/testing';
import { searchWorker } from './search-worker';
import type { SearchTask, SearchWorkers } from './workers';

/** Workers in this thread, to which all is copied that they are sent as if they were elsewhere; some end when they are asked something. */
export function workersHere(
  count: number,
  endsAt: (index: number, task: SearchTask, asked: number) => boolean = () => false,
): SearchWorkers & { readonly asked: SearchTask['kind'][] } {
  const all = Array.from({ length: count }, () => ({ answer: searchWorker(), asked: 0, ended: false }));
  const asked: SearchTask['kind'][] = [];
  return {
    ...{ count, asked, after: 8 },
    ask: async (index, task, { signal }) => {
      const one = all[index]!;
      asked.push(task.kind);
      if (!one.ended && endsAt(index, task, one.asked++)) {
        one.ended = true;
        await one.answer({ search: task.search, kind: 'end' });
      }
      if (one.ended) throw new Error('ended');
      return structuredClone(await one.answer(structuredClone(task), signal));
    },
  };
}

/** A network of two outputs, a box of it, and the greatest difference of the first and the second on a grid. */
export function hardProblem(
  seed: number,
  sizes: readonly number[] = [3, 10, 10, 2],
): { network: PlainNetwork; box: Enclosure; most: number } {
  const network = plainDense(sizes, 90 + seed);
  const box = randomBox(network, seed, 2, true);
  let most = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < 17 ** 3; k++) {
    const at = [k % 17, Math.floor(k / 17) % 17, Math.floor(k / 17 ** 2)];
    const x = box.lower.map((l, i) => l + (at[i]! / 16) * (box.upper[i]! - l));
    const z = plainForward(network, x);
    most = Math.max(most, z[0]! - z[1]!);
  }
  return { network, box, most };
}

/** That the first output is at most so much above the second. */
export const atMost = ({ box }: { readonly box: Enclosure }, value: number): Property => ({
  boxes: [box],
  unsafe: [{ c: Float64Array.of(1, -1), d: Float64Array.of(Math.fround(-value)) }],
});
