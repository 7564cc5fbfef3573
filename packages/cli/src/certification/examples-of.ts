import { batches, type Dataset, subset } from '@ibp/data';
import type { CertifyExamples } from '@ibp/verify';
import { placesIn, type Shard } from './shard';

/** All examples, or those of a shard: with their places, by which attacks draw. */
export function* examplesOf(test: Dataset, part: Shard | undefined): Generator<CertifyExamples> {
  if (!part) return yield* batches(test, 100);
  const places = placesIn(part, test.count);
  if (places.length === 0) return;
  let start = 0;
  for (const { x, labels } of batches(subset(test, places), 100)) {
    const end = start + labels.length;
    yield { x, labels, places: places.slice(start, end) };
    start = end;
  }
}
