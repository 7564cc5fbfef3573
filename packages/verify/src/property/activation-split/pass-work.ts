import { type AffineMap, type PlainNetwork, sizeOf } from '@ibp/core';

/** Products of passes for one row. */
export type PassWork = {
  /** Back from a unit in the middle of each node that was asked for: of convolutions, these stay in its receptive field. */
  readonly back: readonly (number | undefined)[];
  /** Forward as far as each node. */
  readonly forward: readonly number[];
};

/** What passes take, by the matrices of linear nodes. */
export function passWork(
  { nodes }: PlainNetwork,
  maps: readonly (AffineMap | undefined)[],
  asked: ReadonlySet<number>,
): PassWork {
  const longest = Math.max(0, ...maps.map((map) => map?.maxTerms ?? 0));
  const [columns, weights] = [new Int32Array(longest), new Float64Array(longest)];
  const terms = maps.map((map) => {
    if (!map) return new Int32Array(0);
    return Int32Array.from({ length: map.outputs }, (_, i) => map.row(i, columns, weights));
  });
  const totals = terms.map((own) => own.reduce((a, b) => a + b, 0));
  const forward = totals.map((_, i) => totals.slice(0, i + 1).reduce((a, b) => a + b, 0));
  const back = nodes.map((_, end) => {
    if (!asked.has(end)) return undefined;
    const reached = nodes.slice(0, end + 1).map(({ shape }) => new Uint8Array(sizeOf(shape)));
    reached[end]![reached[end]!.length >> 1] = 1;
    let products = 0;
    for (let index = end; index > 0; index--) {
      const { inputs } = nodes[index]!;
      const map = maps[index];
      const own = reached[index]!;
      // from here on it is everything
      if (own.every((is) => is === 1)) {
        for (const input of inputs) reached[input]!.fill(1);
        products += totals[index]!;
        continue;
      }
      let hasAll = false;
      own.forEach((is, unit) => {
        if (!is) return;
        if (!map) {
          reached[inputs[0]!]![unit] = 1;
          return;
        }
        products += terms[index]![unit]!;
        if (hasAll) return;
        const count = map.row(unit, columns, weights);
        hasAll = count === map.inputs;
        for (let k = 0; k < count; k++) mark(reached, inputs, columns[k]!);
      });
    }
    return products;
  });
  return { back, forward };
}

/** Marks a column of an op that takes inputs one after the other. */
function mark(reached: readonly Uint8Array[], inputs: readonly number[], column: number): void {
  let at = column;
  for (const input of inputs) {
    const of = reached[input]!;
    if (at < of.length) {
      of[at] = 1;
      return;
    }
    at -= of.length;
  }
}
