import type { AffineMap } from '@ibp/core';
import { gamma, slack, tiny } from '../rigorous/rounding';

/** A row of coefficients, and how far each may be from what exact arithmetic gives. */
export type PulledRow = { readonly values: Float64Array; readonly errors: Float64Array };

/** A row on the output of linear ops as one on their input: `c W`, from the last op to the first. */
export const pulledRow = (c: Float64Array, maps: readonly AffineMap[]): PulledRow =>
  maps.reduceRight<PulledRow>(through, { values: c, errors: new Float64Array(c.length) });

function through({ values, errors }: PulledRow, map: AffineMap): PulledRow {
  const [sums, sizes, carried] = [0, 0, 0].map(() => new Float64Array(map.inputs)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const columns = new Int32Array(map.maxTerms);
  const weights = new Float64Array(map.maxTerms);
  for (let i = 0; i < map.outputs; i++) {
    const [value, error] = [values[i]!, errors[i]!];
    if (value === 0 && error === 0) continue;
    const terms = map.row(i, columns, weights);
    for (let k = 0; k < terms; k++) {
      const j = columns[k]!;
      const product = value * weights[k]!;
      sums[j]! += product;
      sizes[j]! += Math.abs(product);
      carried[j]! += error * Math.abs(weights[k]!);
    }
  }
  // a coefficient is a sum of no more products than there are rows
  const relative = gamma(map.outputs);
  return { values: sums, errors: carried.map((e, j) => (e + relative * sizes[j]! + tiny) * slack) };
}
