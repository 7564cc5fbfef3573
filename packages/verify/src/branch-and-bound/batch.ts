import type { IntervalBounds } from '@ibp/bounds';
import * as tf from '@tensorflow/tfjs-core';
import type { Domain } from './domain';
import type { Problem } from './problem';

/** A domain before it is bounded. */
export type Part = Pick<Domain, 'spec' | 'splits' | 'betas' | 'slopes'>;

/** `[parts, 1, ...]`: what the parts of a batch share and where they differ. */
export type Batch = {
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

export function batchOf({ network, input, spec, bounds, relus }: Problem, parts: readonly Part[]): Batch {
  const indices = tf.tensor1d(
    parts.map((part) => part.spec),
    'int32',
  );
  const pick = (x: tf.Tensor) => tf.expandDims(tf.gather(tf.squeeze(x, [0]), indices), 1);
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
