import type { AffineMap } from '@ibp/core';
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
  const columns = new Int32Array(map.maxTerms);
  const weights = new Float64Array(map.maxTerms);
  const send =
    into.length === 1 ? toOne(map, into[0]!, columns, weights) : toMany(into, specs, columns, weights);
  const relative = gamma(terms);
  for (let i = 0; i < map.outputs; i++) {
    let [length, run] = [-1, false];
    for (let s = 0; s < specs; s++) {
      const factor = c[s * map.outputs + i]!;
      if (factor === 0) continue;
      if (length < 0) {
        length = map.row(i, columns, weights);
        run = isRun(columns, length);
      }
      const constant = factor * map.bias(i);
      value[s]! += constant;
      size[s]! += Math.abs(constant);
      error[s]! += relative * Math.abs(factor) * reach[i]!;
      send(s, factor, length, run);
    }
  }
  sums.terms += map.outputs;
}

/** Adds a row of the matrix, times a factor, to the coefficients of one specification. */
type Send = (spec: number, factor: number, length: number, run: boolean) => void;

/** Whether columns come one after the other, as those of dense layers do: no need to look each up. */
function isRun(columns: Int32Array, length: number): boolean {
  for (let k = 1; k < length; k++) if (columns[k]! !== columns[k - 1]! + 1) return false;
  return length > 0;
}

function toOne({ inputs }: AffineMap, into: Float64Array, columns: Int32Array, weights: Float64Array): Send {
  return (spec, factor, length, run) => {
    const start = spec * inputs;
    if (run) {
      const first = start + columns[0]!;
      for (let k = 0; k < length; k++) into[first + k]! += factor * weights[k]!;
    } else for (let k = 0; k < length; k++) into[start + columns[k]!]! += factor * weights[k]!;
  };
}

function toMany(
  into: readonly Float64Array[],
  specs: number,
  columns: Int32Array,
  weights: Float64Array,
): Send {
  const sizes = into.map((target) => target.length / specs);
  return (spec, factor, length) => {
    for (let k = 0; k < length; k++) {
      let [input, column] = [0, columns[k]!];
      while (column >= sizes[input]!) column -= sizes[input++]!;
      into[input]![spec * sizes[input]! + column]! += factor * weights[k]!;
    }
  };
}
