import type { IntervalBounds } from '@ibp/bounds';
import * as tf from '@tensorflow/tfjs-core';
import type { Domain } from './domain';
import { longestGroup, type Problem } from './problem';

/** A domain before it is bounded. */
export type Part = Pick<Domain, 'spec' | 'multipliers' | 'splits' | 'betas' | 'slopes'>;

/** `[parts, 1, ...]`: what the parts of a batch share and where they differ. */
export type Batch = {
  /** `[parts, rows, ...]`: the rows of each part's group, filled up with zeros. */
  readonly c: tf.Tensor;
  readonly d: tf.Tensor2D;
  readonly input: IntervalBounds;
  readonly bounds: IntervalBounds[];
  /** For each relu: 1 where a split says active, -1 for inactive, 0 elsewhere; nothing where no part has a split. */
  readonly signs: (tf.Tensor | undefined)[];
};

const tiled = (x: tf.Tensor, n: number): tf.Tensor => tf.tile(x, [n, ...x.shape.slice(1).map(() => 1)]);

/** A row of `size` numbers for each part. */
function rows(
  parts: readonly Part[],
  size: number,
  fill: (part: Part, row: Float32Array) => void,
): tf.Tensor {
  const values = new Float32Array(parts.length * size);
  parts.forEach((part, i) => {
    fill(part, values.subarray(i * size, (i + 1) * size));
  });
  return tf.tensor3d(values, [parts.length, 1, size]);
}

export function batchOf(problem: Problem, parts: readonly Part[]): Batch {
  const { network, input, spec, groups, bounds, relus } = problem;
  const [rowCount] = spec.d.shape.slice(1) as [number];
  const most = longestGroup(problem);
  // beyond the rows of a group is one of zeros
  const indices = parts.flatMap((part) => {
    const { start, end } = groups[part.spec]!;
    return Array.from({ length: most }, (_, k) => (start + k < end ? start + k : rowCount));
  });
  const pick = (x: tf.Tensor) => {
    const given = tf.squeeze(x, [0]);
    const shape = [parts.length, most, ...given.shape.slice(1)];
    const all = most > 1 ? tf.concat([given, tf.zeros([1, ...given.shape.slice(1)])]) : given;
    return tf.reshape(tf.gather(all, tf.tensor1d(indices, 'int32')), shape);
  };
  const cut = [...bounds];
  const signs = relus.map(({ before, lower, upper }, k) => {
    const shape = [parts.length, ...network.nodes[before]!.shape];
    const end = (values: Float32Array, side: 'active' | 'inactive') =>
      tf.reshape(
        rows(parts, values.length, ({ splits }, row) => {
          row.set(values);
          for (const split of splits) if (split.node === before && split.side === side) row[split.unit] = 0;
        }),
        shape,
      );
    cut[before] = { lower: end(lower, 'active'), upper: end(upper, 'inactive') };
    // where two relus take one value, the constraint is added at the first
    const isFirst = relus.findIndex((relu) => relu.before === before) === k;
    if (!isFirst || !parts.some(({ splits }) => splits.some(({ node }) => node === before))) return undefined;
    return rows(parts, lower.length, ({ splits }, row) => {
      for (const { node, unit, side } of splits) if (node === before) row[unit] = side === 'active' ? 1 : -1;
    });
  });
  return {
    c: pick(spec.c),
    d: pick(spec.d) as tf.Tensor2D,
    input: { lower: tiled(input.lower, parts.length), upper: tiled(input.upper, parts.length) },
    bounds: cut,
    signs,
  };
}

export const slopesOf = ({ relus }: Problem, parts: readonly Part[]): tf.Tensor[] =>
  relus.map(({ units, lower }, k) =>
    rows(parts, lower.length, ({ slopes }, row) => {
      units.forEach((unit, i) => {
        row[unit] = slopes[k]![i]!;
      });
    }),
  );

/** Multipliers where there are splits. */
export const betasOf = ({ relus }: Problem, parts: readonly Part[], signs: Batch['signs']): tf.Tensor[] =>
  relus.flatMap(({ before, lower }, k) =>
    signs[k]
      ? [
          rows(parts, lower.length, ({ splits, betas }, row) => {
            splits.forEach(({ node, unit }, i) => {
              if (node === before) row[unit] = betas[i]!;
            });
          }),
        ]
      : [],
  );

/** Multipliers of the rows, `[parts, rows]`: where a group has several. */
export const multipliersOf = (problem: Problem, parts: readonly Part[]): tf.Tensor[] => {
  const most = longestGroup(problem);
  if (most === 1) return [];
  const values = new Float32Array(parts.length * most);
  parts.forEach(({ multipliers }, i) => {
    values.set(multipliers, i * most);
  });
  return [tf.tensor2d(values, [parts.length, most])];
};
