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
    let length = -1;
    for (let s = 0; s < specs; s++) {
      const factor = c[s * map.outputs + i]!;
      if (factor === 0) continue;
      if (length < 0) length = map.row(i, columns, weights);
      const constant = factor * map.bias(i);
      value[s]! += constant;
      size[s]! += Math.abs(constant);
      error[s]! += relative * Math.abs(factor) * reach[i]!;
      send(s, factor, length);
    }
  }
  sums.terms += map.outputs;
}

type Send = (spec: number, factor: number, length: number) => void;

function toOne({ inputs }: AffineMap, into: Float64Array, columns: Int32Array, weights: Float64Array): Send {
  return (spec, factor, length) => {
    const start = spec * inputs;
    for (let k = 0; k < length; k++) into[start + columns[k]!]! += factor * weights[k]!;
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
