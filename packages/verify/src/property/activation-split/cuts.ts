import { fail } from '@ibp/core';
import type { Leaf, Place } from './queue';

/** The leaves of a part from left to right; where some of it was given away, the number of that. */
type Sequence = readonly (Leaf | number)[];

/** How parts that were taken up were cut, each by its number. */
export type Cuts = readonly (readonly [number: number, sequence: Sequence])[];

/** @throws when a part is neither refuted, cut nor given away. */
export function sequenceOf(root: Place, given: ReadonlyMap<Place, number>): Sequence {
  const found: (Leaf | number)[] = [];
  const waiting = [root];
  // a tree may be thousands of cuts deep
  for (let place = waiting.pop(); place; place = waiting.pop()) {
    if (place.leaf) found.push(place.leaf);
    else if (place.halves) pushHalves(waiting, place.halves);
    else
      found.push(
        given.get(place) ?? fail('verifyProperty', 'expected a part to be refuted, got one that is not'),
      );
  }
  return found;
}

/** So that the first is the next. */
export function pushHalves(waiting: Place[], halves: readonly Place[]): void {
  for (let k = halves.length - 1; k >= 0; k--) waiting.push(halves[k]!);
}

/**
 * Puts in how others cut what was given away.
 *
 * @throws when that of a part is missing, or comes twice.
 */
export function graftCuts(given: ReadonlyMap<Place, number>, others: readonly Cuts[]): void {
  const known = new Map<number, Sequence>();
  for (const [number, sequence] of others.flat()) {
    if (known.has(number)) fail('verifyProperty', `expected a part once, got number ${number} again`);
    known.set(number, sequence);
  }
  const waiting = [...given];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [place, number] = next;
    const sequence =
      known.get(number) ?? fail('verifyProperty', `expected how part ${number} was cut, got nothing`);
    known.delete(number);
    place.halves = sequence.map((of) => {
      if (typeof of !== 'number') return { leaf: of };
      const child = {};
      waiting.push([child, of]);
      return child;
    });
  }
}
