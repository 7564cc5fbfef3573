import type { AffineMap, Runs } from '../affine-map';

/** Rows written out, from their runs. */
export function rowFromRuns(given: Runs): AffineMap['row'] {
  const runs = new Int32Array(3 * given.most);
  return (i, columns, weights) => {
    const count = given.of(i, runs);
    let terms = 0;
    for (let r = 0; r < count; r++) {
      const [column, place, length] = [runs[3 * r]!, runs[3 * r + 1]!, runs[3 * r + 2]!];
      for (let k = 0; k < length; k++, terms++) {
        columns[terms] = column + k;
        weights[terms] = given.weights[place + k]!;
      }
    }
    return terms;
  };
}
