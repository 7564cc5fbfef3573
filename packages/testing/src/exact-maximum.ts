import {
  type AffineMap,
  affineMap,
  isLinear,
  isMaxNode,
  maxWindows,
  type PlainNetwork,
  sizeOf,
} from '@ibp/core';
import type { Box } from './box';

/** The values of all nodes so far at one corner of a polygon. */
type Corner = readonly Float64Array[];
/** Where every node so far is linear: values between corners are means of those at corners. */
type Polygon = readonly Corner[];

const between = (a: Corner, b: Corner, t: number): Corner =>
  a.map((values, node) => values.map((v, i) => v + t * (b[node]![i]! - v)));

/** The part of a polygon where a linear function, given by its values at the corners, is at least 0. */
function clip(polygon: Polygon, at: (corner: Corner) => number): Polygon {
  return polygon.flatMap((a, k) => {
    const b = polygon[(k + 1) % polygon.length]!;
    const [u, v] = [at(a), at(b)];
    const crossing = u < 0 !== v < 0 ? [between(a, b, u / (u - v))] : [];
    return u >= 0 ? [a, ...crossing] : crossing;
  });
}

/** `A x + b` of a linear op, of its inputs one after the other. */
function applied(map: AffineMap, inputs: readonly Float64Array[]): Float64Array {
  const x = inputs.flatMap((values) => Array.from(values));
  const [columns, weights] = [new Int32Array(map.maxTerms), new Float64Array(map.maxTerms)];
  return Float64Array.from({ length: map.outputs }, (_, i) => {
    const terms = map.row(i, columns, weights);
    let sum = map.bias(i);
    for (let k = 0; k < terms; k++) sum += weights[k]! * x[columns[k]!]!;
    return sum;
  });
}

/** Ends of the pieces on which an activation is linear, and its value on each. */
const pieces: {
  readonly [op: string]: {
    readonly ends: readonly number[];
    readonly value: (x: number, params: { alpha?: number }) => number;
  };
} = {
  relu: { ends: [0], value: (x) => Math.max(x, 0) },
  leakyRelu: { ends: [0], value: (x, { alpha }) => (x < 0 ? alpha! * x : x) },
  abs: { ends: [0], value: Math.abs },
  relu6: { ends: [0, 6], value: (x) => Math.min(Math.max(x, 0), 6) },
  hardSigmoid: { ends: [-2.5, 2.5], value: (x) => Math.min(Math.max(0.2 * x + 0.5, 0), 1) },
};

/**
 * The greatest `c z + d` over a box of which two inputs vary, by cutting it into the polygons on which the network is
 * linear and looking at their corners. Independent of any solver and of bounds.
 */
export function exactMaximum(
  network: PlainNetwork,
  box: Box,
  { c, d }: { readonly c: Float64Array; readonly d: Float64Array },
): number {
  const varying = [...box.lower.keys()].filter((i) => box.lower[i]! < box.upper[i]!);
  const [i, j] = [varying[0] ?? 0, varying[1] ?? 0];
  const corners = [
    ['lower', 'lower'],
    ['upper', 'lower'],
    ['upper', 'upper'],
    ['lower', 'upper'],
  ] as const;
  let polygons: Polygon[] = [
    corners.map(([a, b]) => {
      const x = box.lower.slice();
      x[i] = box[a][i]!;
      x[j] = box[b][j]!;
      return [x];
    }),
  ];
  for (const [index, node] of network.nodes.entries()) {
    if (index === 0) continue;
    const from = node.inputs[0]!;
    const map = isLinear(node)
      ? affineMap(
          node,
          node.inputs.map((k) => network.nodes[k]!.shape),
        )
      : undefined;
    const cut = (at: (corner: Corner) => number): void => {
      polygons = polygons.flatMap((polygon) => {
        const values = polygon.map(at);
        // a polygon on the line belongs to both sides, and to either
        if (Math.min(...values) >= 0 || Math.max(...values) <= 0) return [polygon];
        return [clip(polygon, at), clip(polygon, (corner) => -at(corner))];
      });
    };
    let value: (corner: Corner) => Float64Array;
    if (map)
      value = (corner) =>
        applied(
          map,
          node.inputs.map((k) => corner[k]!),
        );
    else if (isMaxNode(node)) {
      const { longest, units } = maxWindows(node, network.nodes[from]!.shape);
      const windows = Array.from({ length: sizeOf(node.shape) }, (_, k) => {
        const window = new Int32Array(longest);
        return window.slice(0, units(k, window));
      });
      for (const window of windows) {
        for (const a of window)
          for (const b of window) if (a < b) cut((corner) => corner[from]![a]! - corner[from]![b]!);
      }
      value = (corner) =>
        Float64Array.from(windows, (w) => Math.max(...Array.from(w, (k) => corner[from]![k]!)));
    } else {
      const { ends, value: of } = pieces[node.op]!;
      for (let k = 0; k < sizeOf(node.shape); k++)
        for (const end of ends) cut((corner) => corner[from]![k]! - end);
      value = (corner) => corner[from]!.map((x) => of(x, node.params as { alpha?: number }));
    }
    polygons = polygons.map((polygon) => polygon.map((corner) => [...corner, value(corner)]));
  }
  const row = (corner: Corner): number => corner.at(-1)!.reduce((sum, z, k) => sum + c[k]! * z, d[0]!);
  return Math.max(...polygons.flat().map(row));
}
