import { fail, formatShape, isOf, type Shape, sizeOf } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import { variableSeed } from '../initializers/variable-seed';
import type { Network } from '../network';
import { assertNames, assertValues } from './assign-weights';
import type { WeightArray, WeightArrays } from './weight-arrays';

const where = 'widenedWeights';

/** Which channel of the narrow network each channel of the wide one copies, and how many there are to copy. */
type Copies = { readonly of: readonly number[]; readonly count: number };
type Node = Network['nodes'][number];
type Op = Node['op'];

const unchanged = (channels: number): Copies => copies(channels, channels);
const copies = (wide: number, narrow: number): Copies => ({
  of: Array.from({ length: wide }, (_, i) => i % narrow),
  count: narrow,
});
const isUnchanged = ({ of, count }: Copies): boolean => of.length === count;
const areAlike = (a: Copies, b: Copies): boolean => a.count === b.count && String(a.of) === String(b.of);

/**
 * The weights of a network as those of a wider one that computes the same function, with the same interval bounds
 * (Chen, Goodfellow and Shlens 2016, "Net2Net"): channels are copied in turn, and what reads them takes from each copy a
 * share of its weight, drawn anew for each of its own channels, so that training moves copies apart.
 *
 * @param network the wider one: with the same layers under the same names, of as many channels or more each.
 * @param narrow as {@link weightArrays} and {@link readWeights} give them.
 * @param options.seed of the shares, a whole number; 0 unless given.
 * @throws when a weight is missing or unknown, a layer is narrower than that of `narrow`, or one that mixes channels otherwise than
 * by a kernel, as a softmax or groups do, comes after one that was widened, or a weight that must be widened is in two layers.
 *
 * @example
 * ```ts
 * import { apply, assignWeights, dense, network, relu, sequential, weightArrays, widenedWeights } from '@ibp/layers';
 * import * as tf from '@tensorflow/tfjs-core';
 *
 * const of = (units: number) => network([2], sequential(dense(units), relu(), dense(1)));
 * const [narrow, wide] = [of(3), of(5)];
 * assignWeights(wide, await widenedWeights(wide, await weightArrays(narrow)));
 * const x = tf.tensor2d([[1, 2]]);
 * const apart = tf.abs(tf.sub(apply(wide, x), apply(narrow, x)));
 * console.log(apart.dataSync()[0]! < 1e-6); // true
 * ```
 */
export async function widenedWeights(
  network: Network,
  narrow: WeightArrays,
  { seed = 0 }: { readonly seed?: number } = {},
): Promise<WeightArrays> {
  if (!Number.isSafeInteger(seed)) fail(where, `expected a whole number as seed, got ${seed}`);
  assertNames(where, network, narrow);
  assertValues(where, narrow);
  const variables = Object.entries(network.variables);
  const nameOf = new Map<unknown, string>(variables.map(([name, variable]) => [variable, name]));
  const wide: { [name: string]: WeightArray } = {};
  const reached: Copies[] = [];
  for (const node of network.nodes) {
    const inputs = node.inputs.map((i) => reached[i]!);
    const weights = Object.values(node.params).flatMap((param) => nameOf.get(param) ?? []);
    const out = outputOf(node, inputs, weights, narrow);
    reached.push(out);
    for (const name of weights) {
      if (name in wide && ![...inputs, out].every(isUnchanged)) {
        fail(where, `layer "${node.name}": expected weights of its own, got "${name}" of one before`);
      }
      const { shape } = network.variables[name]!;
      const isKernel = kernels.has(node.op) && shape.length > 1;
      const own = variableSeed(seed, Object.keys(wide).length);
      wide[name] = isKernel
        ? await wideKernel(name, shape, narrow[name]!, [inputs[0]!, out], own)
        : perChannel(name, shape, narrow[name]!, out);
    }
  }
  const last = reached.at(-1)!;
  if (!isUnchanged(last)) fail(where, `expected ${last.count} outputs, got ${last.of.length}`);
  return wide;
}

/** Ops with a kernel `[..., inputs, outputs]`. */
const kernels = new Set<Op>(['dense', 'conv2d', 'conv1d']);
/** Those that compute each channel from the same one of each input, beside the activations. */
const apart = new Set<Op>([
  ...(['add', 'subtract', 'multiply', 'affine', 'rescale', 'batchNorm'] as const),
  ...(['averagePool', 'maxPool', 'globalAveragePool', 'globalMaxPool'] as const),
]);

function outputOf(
  { op, name, shape }: Node,
  inputs: readonly Copies[],
  weights: readonly string[],
  narrow: WeightArrays,
): Copies {
  const channels = shape.at(-1)!;
  const kernel = kernels.has(op) && weights.find((weight) => narrow[weight]!.shape.length > 1);
  if (kernel) {
    const count = narrow[kernel]!.shape.at(-1)!;
    if (count > channels) {
      fail(where, `layer "${name}": expected at least ${count} channels, got ${channels}`);
    }
    return copies(channels, count);
  }
  if (inputs.every(isUnchanged)) return unchanged(channels);
  const [input] = inputs as [Copies];
  const keeps = apart.has(op) || isOf('elementwise', op);
  if (keeps && inputs.every((other) => areAlike(input, other))) return input;
  if (op === 'reshape' && channels === input.of.length) return input;
  if (op === 'reshape' && shape.length === 1) return flat(input, channels / input.of.length);
  return fail(where, `layer "${name}": expected one that keeps channels apart, got ${op}`);
}

/** Channels, place by place. */
const flat = ({ of, count }: Copies, places: number): Copies => ({
  of: Array.from({ length: places }, (_, place) => of.map((i) => place * count + i)).flat(),
  count: places * count,
});

function perChannel(
  name: string,
  shape: Shape,
  { shape: from, data }: WeightArray,
  { of, count }: Copies,
): WeightArray {
  if (String(from) === String(shape) && count === of.length) return { shape, data: data.slice() };
  if (shape.length !== 1 || shape[0] !== of.length || data.length !== count) {
    fail(where, `weight "${name}": expected shape ${formatShape([count])}, got ${formatShape(from)}`);
  }
  return { shape, data: Float32Array.from(of, (i) => data[i]!) };
}

async function wideKernel(
  name: string,
  shape: Shape,
  { shape: from, data }: WeightArray,
  [input, output]: readonly [Copies, Copies],
  seed: number,
): Promise<WeightArray> {
  const expected = [...shape.slice(0, -2), input.count, output.count];
  if (shape.at(-2) !== input.of.length || String(from) !== String(expected)) {
    fail(where, `weight "${name}": expected shape ${formatShape(expected)}, got ${formatShape(from)}`);
  }
  const shares = await sharesOf(input, output.of.length, seed);
  const [wide, units] = [new Float32Array(sizeOf(shape)), output.of.length];
  for (let i = 0; i < wide.length; i++) {
    const row = Math.floor(i / units);
    const [place, channel] = [Math.floor(row / input.of.length), row % input.of.length];
    const source = (place * input.count + input.of[channel]!) * output.count + output.of[i % units]!;
    wide[i] = data[source]! * shares[channel * units + (i % units)]!;
  }
  return { shape, data: wide };
}

/** `[inputs, units]`: what a unit takes of each copy, all above 0 so that bounds stay, together 1. */
async function sharesOf({ of, count }: Copies, units: number, seed: number): Promise<Float32Array> {
  const drawn = tf.randomUniform([of.length, units], 0.5, 1.5, 'float32', seed);
  try {
    const shares = Float32Array.from(await drawn.data());
    const sums = new Float64Array(count * units);
    for (const [i, share] of shares.entries())
      sums[of[Math.floor(i / units)]! * units + (i % units)]! += share;
    return shares.map((share, i) => share / sums[of[Math.floor(i / units)]! * units + (i % units)]!);
  } finally {
    drawn.dispose();
  }
}
