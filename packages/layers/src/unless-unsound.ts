import type { IntervalBounds } from '@ibp/bounds';
import * as tf from '@tensorflow/tfjs-core';

/**
 * `margins` `[batch, specs]`, but NaN for each example whose box is empty, one of whose bounds is not finite, or which
 * is not finite itself: a relu turns an overflow to -Infinity into a harmless looking 0, and what follows from it
 * proves nothing. The gradient is that of `margins`.
 *
 * @param values bounds that the margins follow from, `[batch, ...units]` each; the first is the input box.
 * @param partOf what of a node's bounds has to be finite, if anything: their widths unless given, which are it where
 * rules keep NaN; `finitePart` of `@ibp/bounds` says what it is after `finiteIntervalRules`. Of the input the widths.
 */
export function unlessUnsound(
  values: readonly IntervalBounds[],
  margins: tf.Tensor2D,
  partOf: (bounds: IntervalBounds, node: number) => tf.Tensor | undefined = widths,
): tf.Tensor2D {
  // a gradient of its own, or tfjs would send zeros back through the condition to every bound of the network
  const checked = tf.customGrad((x) => {
    const given = x as tf.Tensor2D;
    const box = widths(values[0]!);
    const parts = [box, ...values.slice(1).flatMap((bounds, i) => partOf(bounds, i + 1) ?? [])];
    const finite = tf.isFinite(tf.addN(parts.map((part) => tf.sum(part, axesOfUnits(part)))));
    const inhabited = tf.greaterEqual(tf.min(box, axesOfUnits(box)), 0);
    const sound = tf.expandDims(tf.logicalAnd(finite, inhabited), 1);
    // the last sum may overflow by itself
    const value = tf.where(tf.logicalAnd(tf.isFinite(given), sound), given, tf.fill(given.shape, Number.NaN));
    return { value, gradFunc: (dy: tf.Tensor) => dy };
  });
  return checked(margins) as tf.Tensor2D;
}

const widths = ({ lower, upper }: IntervalBounds): tf.Tensor => tf.sub(upper, lower);

/** All but the batch. Named one by one, since a reshape would move what a compiled graph stores in another order. */
const axesOfUnits = ({ rank }: tf.Tensor): number[] => Array.from({ length: rank - 1 }, (_, i) => i + 1);
