import { type PlainNetwork, sizeOf } from '@ibp/core';
import { affineMaps, type PlainSpec, planedOf } from '@ibp/exact';

/** The one hidden layer of a network: an activation that planes may be above, after a linear op on the input. */
export type HiddenLayer = {
  /** The activation, and the linear op before it. */
  readonly node: number;
  readonly before: number;
  readonly sides: readonly [left: number, right: number];
  readonly features: number;
  /** `[units, features]` */
  readonly weights: Float64Array;
  readonly biases: Float64Array;
};

/** More weights than that take longer than what they save. */
const mostWeights = 2 ** 20;

/** The hidden layer of a network that has one alone; `undefined` for any other. */
export function hiddenLayerOf(plain: PlainNetwork): HiddenLayer | undefined {
  const maps = affineMaps(plain);
  const others = [...plain.nodes.keys()].filter((i) => i > 0 && !maps[i]);
  const [node] = others;
  if (node === undefined || others.length > 1) return undefined;
  const planed = planedOf(plain, node);
  if (planed?.from !== 0 || !(planed.sides[0] < planed.sides[1])) return undefined;
  const { map, sides } = planed;
  // of one entry a plane is a line
  if (map.maxTerms < 2 || map.inputs * map.outputs > mostWeights) return undefined;
  const weights = new Float64Array(map.inputs * map.outputs);
  const [columns, entries] = [new Int32Array(map.maxTerms), new Float64Array(map.maxTerms)];
  for (let i = 0; i < map.outputs; i++) {
    const terms = map.row(i, columns, entries);
    for (let k = 0; k < terms; k++) weights[i * map.inputs + columns[k]!] = entries[k]!;
  }
  const biases = Float64Array.from({ length: map.outputs }, (_, i) => map.bias(i));
  return { node, before: plain.nodes[node]!.inputs[0]!, sides, features: map.inputs, weights, biases };
}

/** A row of the output by the hidden layer and the input: `constant + linear x + sum of gains[i] max(0, z[i])`. */
export type Objective = {
  readonly constant: number;
  readonly linear: Float64Array;
  readonly gains: Float64Array;
};

/** What a row `c y + d` of the output is. */
export function objectiveOf(plain: PlainNetwork, layer: HiddenLayer, { c, d }: PlainSpec): Objective {
  const maps = affineMaps(plain);
  const sizes = plain.nodes.map(({ shape }) => sizeOf(shape));
  const coefficients = sizes.map((size) => new Float64Array(size));
  coefficients.at(-1)!.set(c);
  let constant = d[0]!;
  const send = (index: number) => {
    const [map, own] = [maps[index]!, coefficients[index]!];
    const inputs = plain.nodes[index]!.inputs;
    const [columns, weights] = [new Int32Array(map.maxTerms), new Float64Array(map.maxTerms)];
    for (let i = 0; i < map.outputs; i++) {
      const factor = own[i]!;
      if (factor === 0) continue;
      constant += factor * map.bias(i);
      const terms = map.row(i, columns, weights);
      for (let k = 0; k < terms; k++) {
        let [input, column] = [0, columns[k]!];
        while (column >= sizes[inputs[input]!]!) column -= sizes[inputs[input++]!]!;
        coefficients[inputs[input]!]![column]! += factor * weights[k]!;
      }
    }
  };
  const { node, before, sides } = layer;
  const gains = new Float64Array(sizes[node]!);
  for (let index = plain.nodes.length - 1; index > 0; index--) {
    if (index !== node) {
      send(index);
      continue;
    }
    // `left z`, and what is above it where z is
    for (const [i, a] of coefficients[node]!.entries()) {
      gains[i] = a * (sides[1] - sides[0]);
      coefficients[before]![i]! += a * sides[0];
    }
  }
  return { constant, linear: coefficients[0]!, gains };
}
