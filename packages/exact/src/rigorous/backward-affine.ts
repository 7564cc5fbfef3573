import type { AffineMap, Runs } from '@ibp/core';
import type { BackwardStep } from './backward-step';
import { gamma } from './rounding';

/**
 * `c x + d` for a linear op: `(c W) x + (c b + d)`, added to the coefficients of its inputs.
 *
 * Each coefficient of an input is a sum of at most `terms` products; what rounding makes of it, times `|x|`, is at most
 * `gamma(terms)` times `|c| (|W| |x|)`, and `reach` bounds what stands in the brackets, so that one number a row pays
 * for all its columns.
 */
export function throughAffine(
  map: AffineMap,
  reach: Float64Array,
  { c, into, terms, sums }: BackwardStep,
): void {
  const { specs, value, size, error } = sums;
  const { read, send } =
    map.runs && into.length === 1 ? byRuns(map.runs, map.inputs, into[0]!) : byColumns(map, into, specs);
  const relative = gamma(terms);
  for (let i = 0; i < map.outputs; i++) {
    let isRead = false;
    for (let s = 0; s < specs; s++) {
      const factor = c[s * map.outputs + i]!;
      if (factor === 0) continue;
      if (!isRead) read(i);
      isRead = true;
      const constant = factor * map.bias(i);
      value[s]! += constant;
      size[s]! += Math.abs(constant);
      error[s]! += relative * Math.abs(factor) * reach[i]!;
      send(s, factor);
    }
  }
  sums.terms += map.outputs;
}

type Rows = {
  /** Makes a row of the matrix the one that is sent. */
  readonly read: (i: number) => void;
  /** Adds it, times a factor, to the coefficients of one specification. */
  readonly send: (spec: number, factor: number) => void;
};

/** Rows of dense layers and convolutions, where they lie. */
function byRuns({ weights, most, of }: Runs, inputs: number, into: Float64Array): Rows {
  const runs = new Int32Array(3 * most);
  let count = 0;
  return {
    read: (i) => {
      count = of(i, runs);
    },
    send: (spec, factor) => {
      for (let r = 0; r < 3 * count; r += 3) {
        const [first, place, length] = [spec * inputs + runs[r]!, runs[r + 1]!, runs[r + 2]!];
        for (let k = 0; k < length; k++) into[first + k]! += factor * weights[place + k]!;
      }
    },
  };
}

function byColumns(map: AffineMap, into: readonly Float64Array[], specs: number): Rows {
  const columns = new Int32Array(map.maxTerms);
  const weights = new Float64Array(map.maxTerms);
  const sizes = into.map((target) => target.length / specs);
  let terms = 0;
  return {
    read: (i) => {
      terms = map.row(i, columns, weights);
    },
    send: (spec, factor) => {
      for (let k = 0; k < terms; k++) {
        let [input, column] = [0, columns[k]!];
        while (column >= sizes[input]!) column -= sizes[input++]!;
        into[input]![spec * sizes[input]! + column]! += factor * weights[k]!;
      }
    },
  };
}
