import type { Place } from './domain';
import type { BranchAndBoundOptions } from './options';

/** Numbers parts as they are first bounded, and says what became of each; `of` is the part that it is a half of. */
export function partTeller(
  onPart: BranchAndBoundOptions['onPart'],
): (place: Place, of: Place | undefined) => void {
  if (!onPart) return () => {};
  const numbers = new Map<Place, number>();
  return (place, of) => {
    const part = numbers.get(place) ?? numbers.size;
    numbers.set(place, part);
    const { spec, bound, splits } = place.domain!;
    onPart({ part, spec, bound, ...(of ? { of: numbers.get(of)!, split: splits.at(-1)! } : {}) });
  };
}
