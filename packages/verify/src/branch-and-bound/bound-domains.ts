import { type IntervalBounds, upperBound } from '@ibp/bounds';
import * as tf from '@tensorflow/tfjs-core';
import { adamStart, adamStep } from '../linear/adam';
import { givenSlope } from '../linear/alpha-crown';
import { backward, relaxNode } from '../linear/backward';
import type { Domain } from './domain';
import type { OpenRelu, Problem } from './problem';

/** A domain before it is bounded. */
export type Part = Pick<Domain, 'spec' | 'splits' | 'betas' | 'slopes'>;

/**
 * What bounding gives for each part. `point` is the input at which the linear bound is attained, `mean` the mean of
 * those of the later steps: as the multipliers converge it comes near the greatest value on the part (Nedic and Ozdaglar
 * 2009), while `point` is a corner of the box.
 */
export type Bounded = Pick<Domain, 'bound' | 'slopes' | 'betas' | 'coefficients'> & {
  readonly point: Float32Array;
  readonly mean: Float32Array;
};

export type OptimizeOptions = {
  readonly steps: number;
  readonly slopeRate: number;
  readonly betaRate: number;
  readonly decay: number;
};

/** `[parts, 1, ...]`: what the parts of a batch share and where they differ. */
type Batch = {
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

function batchOf({ network, input, spec, bounds, relus }: Problem, parts: readonly Part[]): Batch {
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

const slopesOf = ({ relus }: Problem, parts: readonly Part[]): tf.Tensor[] =>
  relus.map(({ units, lower }, k) =>
    rows(parts, lower.length, ({ slopes }, row) => {
      units.forEach((unit, i) => {
        row[unit] = slopes[k]![i]!;
      });
    }),
  );

/** Multipliers where there are splits. */
const betasOf = ({ relus }: Problem, parts: readonly Part[], signs: Batch['signs']): tf.Tensor[] =>
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

type Observed = { coefficients: tf.Tensor[]; input: tf.Tensor };

/** Upper bounds `[parts, 1]` with these slopes and multipliers, both as {@link slopesOf} and {@link betasOf} give them. */
function margins(
  { network, relus, relaxations }: Problem,
  batch: Batch,
  slopes: readonly tf.Tensor[],
  betas: readonly tf.Tensor[],
  observed?: Observed,
): tf.Tensor2D {
  const open = new Map(relus.map(({ node }, k) => [node, k]));
  const current = [...relaxations];
  relus.forEach(({ node }, k) => {
    current[node] = relaxNode(network, node, batch.bounds, givenSlope(slopes[k]!));
  });
  let used = 0;
  const terms = batch.signs.map((sign) => sign && tf.mul(sign, betas[used++]!));
  const pulled = backward(network, network.nodes.length - 1, batch, {
    relaxations: current,
    constrain: (node, c) => {
      const term = terms[open.get(node) ?? -1];
      return term ? tf.add(c, tf.reshape(term, c.shape)) : c;
    },
    observe: (node, c) => {
      const k = open.get(node);
      if (observed && k !== undefined) observed.coefficients[k] = c;
    },
  });
  if (observed) observed.input = pulled.c;
  return upperBound(pulled, batch.input);
}

/** Upper bounds of parts with the slopes and multipliers they have. */
export function boundParts(problem: Problem, parts: readonly Part[]): Float32Array {
  return tf.tidy(() => {
    const batch = batchOf(problem, parts);
    const betas = betasOf(problem, parts, batch.signs);
    return Float32Array.from(margins(problem, batch, slopesOf(problem, parts), betas).dataSync());
  });
}

/**
 * Upper bounds of parts, their slopes and multipliers improved together by projected Adam (Wang et al. 2021). The best
 * of each is what is returned; the steps end when every bound is below 0.
 */
export function optimizeParts(
  problem: Problem,
  parts: readonly Part[],
  { steps, slopeRate, betaRate, decay }: OptimizeOptions,
): Bounded[] {
  const result: { bounded?: Bounded[] } = {};
  tf.tidy(() => {
    const batch = batchOf(problem, parts);
    const start = [...slopesOf(problem, parts), ...betasOf(problem, parts, batch.signs)];
    const count = problem.relus.length;
    const split = (values: readonly tf.Tensor[]) => [values.slice(0, count), values.slice(count)] as const;
    let attained: tf.Tensor | undefined;
    const objective = (...values: tf.Tensor[]) => {
      const observed: Observed = { coefficients: [], input: batch.c };
      const value = margins(problem, batch, ...split(values), observed);
      attained = tf.keep(pointOf(batch, observed.input));
      return value;
    };
    const ones = tf.ones([parts.length, 1]) as tf.Tensor2D;
    let state = adamStart(start);
    let best = start.map((x) => x.clone());
    let bound: tf.Tensor2D = tf.fill([parts.length, 1], Number.POSITIVE_INFINITY);
    let sum: tf.Tensor = tf.zerosLike(batch.input.lower);
    let summed = 0;
    for (let t = 1; t <= steps && start.length > 0; t++) {
      const next = tf.tidy(() => {
        const { value, grads } = tf.valueAndGrads(objective)(state.values, ones);
        const better = tf.less(value, bound);
        const each = tf.reshape(better, [-1, 1, 1]);
        const rate = decay ** (t - 1);
        return {
          best: best.map((old, i) => tf.where(each, state.values[i]!, old)),
          bound: tf.where(better, value, bound) as tf.Tensor2D,
          state: adamStep(
            state,
            grads,
            t,
            (i) => rate * (i < count ? slopeRate : betaRate),
            (x, i) => (i < count ? tf.clipByValue(x, 0, 1) : tf.relu(x)),
          ),
        };
      });
      tf.dispose([state, best, bound]);
      ({ state, best, bound } = next);
      if (2 * t > steps) {
        const more = tf.add(sum, attained!);
        tf.dispose(sum);
        sum = more;
        summed += 1;
      }
      attained!.dispose();
      if (bound.dataSync().every((b) => b < 0)) break;
    }
    // the last values have not been looked at yet
    const last = tf.tidy(() => {
      const value = margins(problem, batch, ...split(state.values));
      const better = tf.less(value, bound);
      const each = tf.reshape(better, [-1, 1, 1]);
      return best.map((old, i) => tf.where(each, state.values[i]!, old));
    });
    result.bounded = read(
      problem,
      parts,
      batch,
      ...split(last),
      summed > 0 ? tf.div(sum, summed) : undefined,
    );
  });
  return result.bounded!;
}

/** The input at which coefficients `[parts, 1, ...inputShape]` are greatest. */
function pointOf({ input: { lower, upper } }: Batch, c: tf.Tensor): tf.Tensor {
  return tf.tidy(() => tf.where(tf.greater(tf.reshape(c, lower.shape), 0), upper, lower));
}

/** One pass with the values found, and everything as plain arrays. */
function read(
  problem: Problem,
  parts: readonly Part[],
  batch: Batch,
  slopes: readonly tf.Tensor[],
  betas: readonly tf.Tensor[],
  mean: tf.Tensor | undefined,
): Bounded[] {
  const observed: Observed = { coefficients: [], input: batch.c };
  const bounds = margins(problem, batch, slopes, betas, observed).dataSync();
  const points = pointOf(batch, observed.input).dataSync();
  const means = mean?.dataSync() ?? points;
  const size = points.length / parts.length;
  const compact = (tensors: readonly (tf.Tensor | undefined)[]) => {
    const values = tensors.map((x) => x?.dataSync());
    return (i: number) =>
      problem.relus.map(({ units, lower: all }: OpenRelu, k) =>
        Float32Array.from(units, (unit) => values[k]?.[i * all.length + unit] ?? 0),
      );
  };
  const [slopesAt, coefficientsAt] = [compact(slopes), compact(observed.coefficients)];
  let used = 0;
  const betaOf = new Map<number, { values: ArrayLike<number>; size: number }>();
  problem.relus.forEach(({ before, lower: all }, k) => {
    if (batch.signs[k]) betaOf.set(before, { values: betas[used++]!.dataSync(), size: all.length });
  });
  return parts.map(({ splits }, i) => ({
    bound: bounds[i]!,
    slopes: slopesAt(i),
    coefficients: coefficientsAt(i),
    betas: splits.map(({ node, unit }) => {
      const found = betaOf.get(node)!;
      return found.values[i * found.size + unit]!;
    }),
    point: Float32Array.from(points.subarray(i * size, (i + 1) * size)),
    mean: Float32Array.from(means.subarray(i * size, (i + 1) * size)),
  }));
}
