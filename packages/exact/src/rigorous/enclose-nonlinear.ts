import { isMaxNode, maxWindows, type PlainNetwork, type PlainNode, sizeOf } from '@ibp/core';
import { curveOf } from './curves';
import { encloseMatMul } from './enclose-mat-mul';
import { encloseSoftmax } from './enclose-softmax';
import type { Enclosure } from './enclosure';
import { linesOf } from './lines';
import { piecewise, rangeOf } from './piecewise';
import { down, up } from './rounding';

function product(a: Enclosure, b: Enclosure): Enclosure {
  const ends = (i: number) => [
    a.lower[i]! * b.lower[i]!,
    a.lower[i]! * b.upper[i]!,
    a.upper[i]! * b.lower[i]!,
    a.upper[i]! * b.upper[i]!,
  ];
  return {
    lower: a.lower.map((_, i) => down(Math.min(...ends(i)))),
    upper: a.lower.map((_, i) => up(Math.max(...ends(i)))),
  };
}

function greatestOf(node: PlainNode, box: Enclosure, network: PlainNetwork): Enclosure | undefined {
  if (!isMaxNode(node)) return undefined;
  const { longest, units } = maxWindows(node, network.nodes[node.inputs[0]!]!.shape);
  const scratch = new Int32Array(longest);
  const [lower, upper] = [new Float64Array(sizeOf(node.shape)), new Float64Array(sizeOf(node.shape))];
  for (let i = 0; i < lower.length; i++) {
    const seen = scratch.subarray(0, units(i, scratch));
    lower[i] = seen.reduce((max, unit) => Math.max(max, box.lower[unit]!), Number.NEGATIVE_INFINITY);
    upper[i] = seen.reduce((max, unit) => Math.max(max, box.upper[unit]!), Number.NEGATIVE_INFINITY);
  }
  return { lower, upper };
}

/**
 * What a nonlinear op makes of boxes, rounded outward; `undefined` for an op whose float64 value has no proven error.
 * ECMAScript lets `Math.exp`, `Math.tanh` and their like be any approximation: theirs are computed in `elementary`.
 */
export function encloseNonlinear(
  node: PlainNode,
  boxes: readonly Enclosure[],
  network: PlainNetwork,
): Enclosure | undefined {
  const box = boxes[0]!;
  if (node.op === 'multiply') return product(box, boxes[1]!);
  if (node.op === 'matMul') {
    return encloseMatMul(
      [box, boxes[1]!],
      node.inputs.map((i) => network.nodes[i]!.shape),
    );
  }
  if (node.op === 'softmax') return encloseSoftmax(box, node.shape.at(-1)!);
  const pieces = piecewise(node);
  const range = pieces ? (l: number, u: number) => rangeOf(pieces, l, u) : curveOf(node)?.range;
  if (!range) return greatestOf(node, box, network);
  const [lower, upper] = [new Float64Array(box.lower.length), new Float64Array(box.lower.length)];
  for (let i = 0; i < lower.length; i++) {
    const [least, greatest] = range(box.lower[i]!, box.upper[i]!);
    lower[i] = least;
    upper[i] = greatest;
  }
  return { lower, upper };
}

/** Whether {@link encloseNonlinear} knows the op. */
export const isRigorous = (node: PlainNode): boolean =>
  ['multiply', 'matMul', 'softmax'].includes(node.op) || isMaxNode(node) || linesOf(node) !== undefined;
