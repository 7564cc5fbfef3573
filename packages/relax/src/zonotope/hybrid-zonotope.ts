import {
  applyRule,
  center,
  concreteRules,
  fromCenterRadius,
  type IntervalBounds,
  intervalRules,
  type LinearSpec,
  linearError,
  magnitude,
  radius,
  widened,
} from '@ibp/bounds';
import { fail, gamma, tiny } from '@ibp/core';
import { type BoundMethod, elide, elideOutward, trace, withoutTail } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { chordSlope, reluStates } from '../dual/dual-bound';
import { guarded } from '../guarded';
import { linearPart } from '../linear-map';
import { errorRules } from './domain';

/** `center + [-1, 1] box + sum of [-1, 1] errors`: `errors` `[count * batch, ...units]` share their signs, `box` does not. */
type Hybrid = { readonly center: tf.Tensor; readonly box: tf.Tensor; readonly errors: tf.Tensor };

/**
 * What becomes of a relu that may be on or off. `box`: `[0, u]`, its errors forgotten; DiffAI's zBox, and fewer errors
 * to carry. `chord`: the parallelogram of least area, the part that is new going to the box.
 */
export type HybridRelu = 'box' | 'chord';

/** Options of `hybridZonotope`. */
export type HybridZonotopeOptions = {
  /** `box` unless given. */
  readonly relu?: HybridRelu;
  /** How many inputs have an error term of their own, the widest of each example; the others are in the box. All unless given. */
  readonly errors?: number;
};

/**
 * The hybrid zonotope of DiffAI (Mirman et al. 2018, "Differentiable Abstract Interpretation for Provably Robust Neural
 * Networks"): an error term for every input unit, and a box for what relus add. Exact through linear layers, where IBP
 * loses. Time and memory are as many times IBP's as there are input units, or fewer error terms (their layer `CorrelateMaxK`:
 * Mirman, Singh and Vechev 2019, "A Provable Defense for Deep Residual Networks").
 *
 * @throws when `errors` is no whole number above 0.
 */
export function hybridZonotope({ relu = 'box', errors }: HybridZonotopeOptions = {}): BoundMethod {
  if (errors !== undefined && !(Number.isSafeInteger(errors) && errors > 0)) {
    fail('hybridZonotope', `expected a whole number of errors above 0, got ${errors}`);
  }
  return guarded('hybridZonotope', (outward) => (network, input, spec) => {
    const values = trace(withoutTail(network), fromInput(input, outward, errors), rules[relu](outward));
    const last = values.at(-1)!;
    if (!outward) return greatest(elide(network, spec).spec, last);
    const pulled = elideOutward(network, spec, toBox(last, true));
    return tf.add(greatest(pulled, last), lostIn(pulled, last)) as tf.Tensor2D;
  });
}

/** `|center| + box + sum of |errors|`. */
const sizeOf = (x: Hybrid): tf.Tensor => tf.addN([tf.abs(x.center), x.box, tf.sum(tf.abs(byError(x)), 0)]);

/** What {@link greatest} may lose in float32. */
function lostIn({ c, d }: LinearSpec, x: Hybrid): tf.Tensor {
  const [batch, units] = [c.shape[0]!, c.size / d.size];
  const terms = units + x.errors.shape[0]! / batch;
  const summed = tf.sum(tf.mul(tf.abs(flat(c, 2)), tf.reshape(sizeOf(x), [batch, 1, units])), 2);
  return tf.add(tf.mul(tf.add(summed, tf.abs(d)), 1.01 * gamma(terms)), tiny(terms));
}

/** The greatest value of a specification over a hybrid, exactly; `[batch, specs]`. */
function greatest({ c, d }: LinearSpec, { center: middle, box, errors }: Hybrid): tf.Tensor2D {
  const rows = flat(c, 2); // [batch, specs, units]
  const [batch, , units] = rows.shape as [number, number, number];
  const one = (z: tf.Tensor) => tf.reshape(z, [batch, 1, units]);
  const columns = tf.transpose(tf.reshape(errors, [-1, batch, units]), [1, 2, 0]); // [batch, units, count]
  const at = tf.sum(tf.add(tf.mul(rows, one(middle)), tf.mul(tf.abs(rows), one(box))), 2);
  return tf.addN([at, tf.sum(tf.abs(tf.matMul(rows, columns)), 2), d]) as tf.Tensor2D;
}

const flat = (x: tf.Tensor, from: number): tf.Tensor => tf.reshape(x, [...x.shape.slice(0, from), -1]);

function fromInput(input: IntervalBounds, outward: boolean, count: number | undefined): Hybrid {
  const reach = flat(radius(input), 1);
  const units = reach.shape[1]!;
  const isAll = count === undefined || count >= units;
  const errors = isAll
    ? tf.mul(tf.expandDims(tf.eye(units), 1), tf.expandDims(reach, 0))
    : widest(reach, count);
  // of each input one error is its radius, or none, and so the difference is exact
  const rest = tf.reshape(tf.sub(reach, tf.sum(errors, 0)), input.lower.shape);
  const box = isAll ? tf.zerosLike(input.lower) : rest;
  return {
    center: center(input),
    box: outward ? tf.add(box, roundingOf(input)) : box,
    errors: tf.reshape(errors, [-1, ...input.lower.shape.slice(1)]),
  };
}

/** An error for each of the so many widest inputs of an example, `[count, batch, units]`. */
function widest(reach: tf.Tensor, count: number): tf.Tensor {
  const { values, indices } = tf.topk(reach, count);
  const places = tf.cast(tf.oneHot(tf.cast(indices, 'int32'), reach.shape[1]!), 'float32');
  return tf.transpose(tf.mul(places, tf.expandDims(values, 2)), [1, 0, 2]);
}

/** Errors by their number, `[count, batch, ...units]`. */
const byError = ({ center: { shape }, errors }: Hybrid): tf.Tensor =>
  tf.reshape(errors, [-1, shape[0]!, ...shape.slice(1)]);

/** By their number; a box made anew has a single one, of 0, whatever the other operand has. */
const addErrors = (a: Hybrid, b: Hybrid): tf.Tensor =>
  tf.reshape(tf.add(byError(a), byError(b)), [-1, ...a.center.shape.slice(1)]);

/** What center and radius of a box may be off by. */
const roundingOf = (box: IntervalBounds): tf.Tensor => tf.add(tf.mul(magnitude(box), gamma(1)), tiny(1));

function toBox(x: Hybrid, outward: boolean): IntervalBounds {
  const reach = tf.add(x.box, tf.sum(tf.abs(byError(x)), 0));
  if (!outward) return fromCenterRadius(x.center, reach);
  const terms = x.errors.shape[0]! / x.center.shape[0]!;
  return widened(fromCenterRadius(x.center, tf.mul(reach, 1 + gamma(terms))), gamma(1), tiny(1));
}

function throughRelu(x: Hybrid, kept: (bounds: IntervalBounds) => tf.Tensor, outward: boolean): Hybrid {
  const bounds = toBox(x, outward);
  const { lower, upper } = bounds;
  const { on, unstable } = reluStates(bounds);
  const slope = tf.add(on, tf.mul(unstable, kept(bounds)));
  // over [l, u] relu(z) - slope z lies between 0 and the greater of its ends, -slope l and (1 - slope) u
  const above = tf.maximum(tf.mul(slope, tf.neg(lower)), tf.mul(tf.sub(1, slope), upper));
  const half = tf.mul(unstable, tf.mul(above, 0.5));
  const box = tf.add(tf.mul(slope, x.box), half);
  const few = 2 * gamma(8); // roundings, each relative to a sum of magnitudes
  const lost = () => tf.add(tf.mul(tf.add(sizeOf(x), magnitude(bounds)), few), tiny(1));
  return {
    center: tf.add(tf.mul(slope, x.center), half),
    box: outward ? tf.add(box, lost()) : box,
    errors: tf.reshape(tf.mul(byError(x), tf.expandDims(slope, 0)), x.errors.shape),
  };
}

const rulesWith = (kept: (bounds: IntervalBounds) => tf.Tensor) => (outward: boolean) =>
  errorRules<Hybrid>({
    outward,
    linear: (op, x, params) => ({
      center: applyRule(concreteRules, op, [x.center], params),
      box: outward
        ? linearError(op, params, sizeOf(x), x.box)
        : radius(applyRule(intervalRules, op, [{ lower: tf.neg(x.box), upper: x.box }], params)),
      errors: linearPart(op, params, x.errors),
    }),
    add: (a, b) => ({
      center: tf.add(a.center, b.center),
      box: outward
        ? tf.addN([a.box, b.box, tf.mul(tf.add(sizeOf(a), sizeOf(b)), gamma(1))])
        : tf.add(a.box, b.box),
      errors: addErrors(a, b),
    }),
    relu: (x) => throughRelu(x, kept, outward),
    box: (x) => toBox(x, outward),
    fromBox: (box) => ({
      center: center(box),
      box: outward ? tf.add(radius(box), roundingOf(box)) : radius(box),
      errors: tf.zerosLike(box.lower),
    }),
  });

const rules = { box: rulesWith(({ lower }) => tf.zerosLike(lower)), chord: rulesWith(chordSlope) };
