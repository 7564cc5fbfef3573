import { outwardUpperBound, type PullBackRounding, upperBound } from '@ibp/bounds';
import type { LoweredNetwork } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { backward } from '../backward';
import { additionsOf } from '../node-rounding';
import type { Line, Relaxation } from '../relaxation';
import type { Edges, OutwardLines } from '../relaxed';
import type { Known } from '../walk';
import type { Field } from './field';
import { type ReceptiveFields, shapeIn } from './receptive-fields';

/** {@link Positions} as tensors. */
export type PositionTensors = {
  readonly channels: tf.Tensor1D;
  readonly examples: tf.Tensor1D;
  readonly at: { readonly [node: number]: tf.Tensor1D };
};

/**
 * Upper bounds of units and of their negatives, `[units, 2]`, rounded outward: a backward pass in which each unit is an
 * example of its own. Call it inside `tf.tidy`.
 *
 * @param known with bounds of every node before the end.
 */
export function boundInFields(
  network: LoweredNetwork,
  fields: ReceptiveFields,
  known: Known,
  { channels, ...places }: PositionTensors,
): tf.Tensor2D {
  const count = network.nodes[fields.end]!.shape.at(-1)!;
  const units = channels.shape[0]!;
  const one = count === 1 ? tf.ones([units, 1]) : tf.cast(tf.oneHot(channels, count), 'float32');
  const rows = tf.reshape(tf.stack([one, tf.neg(one)], 1), [units, 2, 1, 1, count]);
  return greatestInFields(network, fields, known, places, rows);
}

/**
 * Upper bounds of sums of the channels of places, `[places, rows]`: a backward pass in which each place is an example of its
 * own, of a network as large as its receptive field. Call it inside `tf.tidy`.
 *
 * @param known with bounds of every node before the end.
 * @param rows `[places, rows, 1, 1, channels]`
 */
export function greatestInFields(
  network: LoweredNetwork,
  own: ReceptiveFields,
  { relaxed, bounds, outward }: Known,
  { examples, at }: Omit<PositionTensors, 'channels'>,
  rows: tf.Tensor,
): tf.Tensor2D {
  const { end, root, fields, seen, alike } = own;
  const batch = bounds[root]!.lower.shape[0]!;
  const [places, specs] = rows.shape as [number, number];
  const pixels = (node: number) => at[alike[node]!]!;
  const inFields = (x: tf.Tensor, node: number) =>
    tf.reshape(gathered(x, pixels(node), batch, network.nodes[node]!.shape), [
      places,
      ...shapeIn(own, network, node),
    ]);
  const flat = (x: tf.Tensor, node: number) => tf.reshape(inFields(x, node), [places, -1]);
  const ofExamples = (x: tf.Tensor) => (x.shape[0] === 1 ? x : tf.gather(x, examples));

  const linesIn = ({ lower, upper }: Relaxation, node: number): Relaxation => {
    const line = ({ slope, offset }: Line): Line => ({
      slope: flat(slope, node),
      ...(offset && { offset: flat(offset, node) }),
    });
    return { lower: line(lower), upper: line(upper) };
  };
  const paying = fields.map((field, i): OutwardLines | undefined => {
    const lines = relaxed.outward?.[i];
    if (!field || !lines) return undefined;
    return {
      ...lines,
      relaxation: linesIn(lines.relaxation, i),
      absolute: ofExamples(lines.absolute),
    };
  });
  // whatever is not linear in fields is an activation
  const relaxations = fields.map((field, i) => {
    const lines = relaxed.relaxations[i];
    return field && lines && !paying[i] ? linesIn(lines as Relaxation, i) : undefined;
  });
  const paid = new Set(paying.flatMap((lines, i) => (lines?.withInput ? network.nodes[i]!.inputs : [])));
  const rounding = fields.map((field, i): PullBackRounding | undefined => {
    const lost = relaxed.rounding?.[i];
    if (!field || !lost || paying[i] || paid.has(i) || i === root) return undefined;
    return { ...lost, reach: inFields(lost.reach, i), absolute: ofExamples(lost.absolute) };
  });

  const nodes = network.nodes.map((node, i) =>
    fields[i] ? { ...node, params: seen[i]?.params ?? node.params, shape: shapeIn(own, network, i) } : node,
  );
  const crop = { inputShape: network.inputShape, nodes } as LoweredNetwork;
  const spec = { c: rows, d: tf.zeros([places, specs]) as tf.Tensor2D };
  const edges = edgesOf(network, own, (node) => inside(pixels(node), batch, network.nodes[node]!.shape));
  const pulled = backward(crop, end, spec, { relaxations, rounding, outward: paying, edges }, root);
  const { lower, upper } = bounds[root]!;
  const box = { lower: inFields(lower, root), upper: inFields(upper, root) };
  return outward ? outwardUpperBound(pulled, box, additionsOf(network)) : upperBound(pulled, box);
}

/** Values of units `[batch or 1, ...image]` at pixels: `[pixels, channels]`, and 0 beyond the border. */
function gathered(
  x: tf.Tensor,
  pixels: tf.Tensor1D,
  batch: number,
  [height, width, channels]: readonly number[],
): tf.Tensor {
  const places = height! * width!;
  const each = tf.reshape(x, [-1, places, channels!]);
  const all = each.shape[0] === batch ? each : tf.tile(each, [batch, 1, 1]);
  // prettier-ignore
  const bordered = tf.pad(all, [
    [0, 0],
    [0, 1],
    [0, 0],
  ]);
  return tf.gather(tf.reshape(bordered, [batch * (places + 1), channels!]), pixels);
}

/** 1 for each pixel that is one, 0 for what is beyond the border: `[pixels, 1]`. */
const inside = (pixels: tf.Tensor1D, batch: number, [height, width]: readonly number[]): tf.Tensor => {
  const one = tf.pad(tf.ones([batch, height! * width!]), [
    [0, 0],
    [0, 1],
  ]); // prettier-ignore
  return tf.reshape(tf.gather(tf.reshape(one, [-1, 1]), pixels), [-1, 1]);
};

/** How coefficients are handed from node to node: each sees a window of the field, which others may see more of. */
function edgesOf(
  { nodes }: LoweredNetwork,
  { fields, seen, masked }: ReceptiveFields,
  insideOf: (node: number) => tf.Tensor,
): Edges {
  const channels = (node: number) => nodes[node]!.shape.at(-1)!;
  return {
    shapeSeen: (node, position) => [...seen[node]!.field.size, channels(nodes[node]!.inputs[position]!)],
    place: (node, position, c) => {
      const k = nodes[node]!.inputs[position]!;
      const whole = placed(c, seen[node]!.field, fields[k]!);
      return masked.has(k) ? masking(whole, insideOf(k)) : whole;
    },
  };
}

/** `[rows, specs, ...window]` with zeros around, up to the field that holds the window. */
function placed(c: tf.Tensor, window: Field, field: Field): tf.Tensor {
  const before = ([0, 1] as const).map((axis) => window.origin[axis] - field.origin[axis]);
  const after = before.map((n, axis) => field.size[axis as 0 | 1] - window.size[axis as 0 | 1] - n);
  if ([...before, ...after].every((n) => n === 0)) return c;
  const [rows, specs, height, width, channels] = c.shape as [number, number, number, number, number];
  const image = tf.reshape(c, [rows * specs, height, width, channels]);
  const padded = tf.pad(image, [
    [0, 0],
    [before[0]!, after[0]!],
    [before[1]!, after[1]!],
    [0, 0],
  ]);
  return tf.reshape(padded, [rows, specs, ...field.size, channels]);
}

function masking(c: tf.Tensor, inside: tf.Tensor): tf.Tensor {
  const [rows, specs, height, width, channels] = c.shape as [number, number, number, number, number];
  const mask = tf.reshape(inside, [rows, 1, height * width, 1]);
  return tf.reshape(tf.mul(tf.reshape(c, [rows, specs, height * width, channels]), mask), c.shape);
}
