import { type AffineMap, fail, type PlainNetwork } from '@ibp/core';
import { affineMaps } from '../plain/linear-nodes';
import { piecewise } from '../rigorous/piecewise';

/** A network `c (... f(W x + b))` with one layer of activations `f` whose slopes are from 0 to 1. */
export type OneHiddenLayer = {
  /** The node whose value is `x`: the input, or what linear ops make of it before `W`. */
  readonly from: number;
  /** `W` `[hidden, inputs]` row by row, as stored. */
  readonly weights: Float64Array;
  readonly hidden: number;
  readonly inputs: number;
  /** The linear ops behind the activation, in order. */
  readonly after: readonly AffineMap[];
};

/** The most numbers in `W`: 256 MB of them. */
const most = 2 ** 25;

/**
 * @throws unless the network is a chain of linear ops, one piecewise linear activation with slopes from 0 to 1 (as relu),
 * and linear ops, and its matrix has at most 2^25 numbers.
 */
export function oneHiddenLayer(where: string, network: PlainNetwork): OneHiddenLayer {
  const { nodes } = network;
  const maps = affineMaps(network);
  const ops = nodes.slice(1).map(({ op }) => op);
  const shape =
    'expected linear ops, one activation with slopes from 0 to 1 and linear ops, one after the other';
  const refuse = (): never => fail(where, `${shape}, got ${ops.join(', ') || 'no ops'}`);
  if (nodes.slice(1).some(({ inputs }, i) => inputs.length !== 1 || inputs[0] !== i)) refuse();
  const nonlinear = nodes.flatMap((_, i) => (i > 0 && !maps[i] ? [i] : []));
  const [at = 0] = nonlinear;
  const slopes = nonlinear.length === 1 ? piecewise(nodes[at]!)?.slopes : undefined;
  if (!slopes?.every((slope) => slope >= 0 && slope <= 1) || at < 2) refuse();
  const map = maps[at - 1]!;
  if (map.outputs * map.inputs > most) {
    fail(where, `expected a matrix of at most 2^25 numbers, got ${map.outputs} x ${map.inputs}`);
  }
  return {
    from: at - 2,
    weights: dense(map),
    hidden: map.outputs,
    inputs: map.inputs,
    after: maps.slice(at + 1) as AffineMap[],
  };
}

function dense(map: AffineMap): Float64Array {
  const values = new Float64Array(map.outputs * map.inputs);
  const columns = new Int32Array(map.maxTerms);
  const weights = new Float64Array(map.maxTerms);
  for (let i = 0; i < map.outputs; i++) {
    const terms = map.row(i, columns, weights);
    for (let k = 0; k < terms; k++) values[i * map.inputs + columns[k]!] = weights[k]!;
  }
  return values;
}
