import type { AffineMap } from '@ibp/core';
import type { SimpleLayer } from './layers';
import { nodeOf, type Row, unitKey, unitOf } from './rows';

/** Layers of the units that the last one depends on. */
export function withoutUnused(
  layers: readonly SimpleLayer[],
  rows: readonly (readonly Row[] | undefined)[],
): readonly SimpleLayer[] {
  const end = layers.length - 1;
  const used = layers.map(({ size }, i) => new Uint8Array(size).fill(i === 0 || i === end ? 1 : 0));
  for (let i = end; i > 0; i--) {
    used[i]!.forEach((isUsed, unit) => {
      if (!isUsed) return;
      if (!rows[i]) used[layers[i]!.inputs[0]!]![unit] = 1;
      else for (const key of rows[i]![unit]!.terms.keys()) used[nodeOf(key)]![unitOf(key)] = 1;
    });
  }
  // an activation has the units of what it takes in
  layers.forEach(({ inputs, slopes }, i) => {
    if (slopes && i < end && used[i]!.some((u) => u)) used[i] = used[inputs[0]!]!;
  });
  const kept = used.map((of) => Array.from(of.keys()).filter((unit) => of[unit]));
  const places = new Map<number, number>();
  const found: SimpleLayer[] = [];
  const indices = new Map<number, number>();
  layers.forEach(({ inputs, slopes, activation }, i) => {
    if (kept[i]!.length === 0) return;
    indices.set(i, found.length);
    for (const [place, unit] of kept[i]!.entries()) places.set(unitKey(i, unit), place);
    const size = kept[i]!.length;
    if (i === 0) found.push({ inputs: [], size });
    else if (slopes)
      found.push({ inputs: [indices.get(inputs[0]!)!], size, slopes, ...(activation && { activation }) });
    else {
      const own = kept[i]!.map((unit) => rows[i]![unit]!);
      const nodes = [...new Set(own.flatMap(({ terms }) => [...terms.keys()].map(nodeOf)))].sort(
        (a, b) => a - b,
      );
      // one whose rows are all constant takes in the input, of which it uses nothing
      const from = nodes.length > 0 ? nodes : [0];
      const sizes = from.map((node) => kept[node]!.length);
      const offsets = new Map(from.map((node, k) => [node, sizes.slice(0, k).reduce((a, b) => a + b, 0)]));
      const columnOf = (key: number) => offsets.get(nodeOf(key))! + places.get(key)!;
      found.push({
        inputs: from.map((node) => indices.get(node)!),
        size,
        map: mapOf(
          own,
          columnOf,
          sizes.reduce((a, b) => a + b, 0),
        ),
      });
    }
  });
  return found;
}

function mapOf(rows: readonly Row[], columnOf: (key: number) => number, inputs: number): AffineMap {
  const written = rows.map(({ terms, bias }) => ({
    bias,
    entries: [...terms].map(([key, w]) => [columnOf(key), w] as const).sort(([a], [b]) => a - b),
  }));
  return {
    inputs,
    outputs: rows.length,
    maxTerms: Math.max(1, ...written.map(({ entries }) => entries.length)),
    bias: (i) => written[i]!.bias,
    row: (i, columns, weights) => {
      const { entries } = written[i]!;
      entries.forEach(([column, w], k) => {
        columns[k] = column;
        weights[k] = w;
      });
      return entries.length;
    },
  };
}
