import { fail } from '@ibp/core';
import type { Enclosure, Property } from '@ibp/exact';
import { unsafeRowsOf } from '../property/rows';
import type { Question } from './question';

/**
 * A question for each box of some properties, numbered in their order.
 *
 * @throws when a box has an end that is not finite.
 */
export function questionsOfProperties(properties: readonly Property[]): Question[] {
  const questions: Question[] = [];
  for (const [k, property] of properties.entries()) {
    const where = `certifyProperties: property ${k}`;
    const { spec, conjunctions } = unsafeRowsOf(property);
    const rows = conjunctions.map(({ start, end }) =>
      Array.from({ length: end - start }, (_, row) => start + row),
    );
    for (const given of property.boxes) {
      const box = { lower: given.lower.slice(), upper: given.upper.slice() };
      const endless = box.lower.findIndex((l, i) => !Number.isFinite(box.upper[i]! - l));
      if (endless >= 0) fail(where, `expected boxes with finite ends, got one without at feature ${endless}`);
      const x = middleOf(box);
      questions.push({
        index: questions.length,
        x,
        spec,
        about: { box, conjunctions: rows, ball: ballAround(x, box) },
      });
    }
  }
  return questions;
}

/** The float32 nearest to the middle; where it is outside, the interval holds none or hardly any. */
const middleOf = ({ lower, upper }: Enclosure): Float32Array =>
  Float32Array.from(lower, (l, i) => l + (upper[i]! - l) / 2);

/** Wide enough to hold the box, and cut to it by its range. */
function ballAround(x: Float32Array, { lower, upper }: Enclosure) {
  // twice what float64 can have lost of either difference
  const epsilon = Array.from(x, (m, i) => Math.max(upper[i]! - m, m - lower[i]!, 0) * (1 + 2 ** -50));
  return { epsilon, range: [[...lower], [...upper]] as const };
}
