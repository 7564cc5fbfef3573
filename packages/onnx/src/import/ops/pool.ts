import { constant } from '../constant/constant';
import { affine } from '../graph/affine';
import type { Call, OpRule } from '../graph/call';
import type { Variable } from '../graph/value';
import { bordered, fromImage, along as gathered, image } from './image';
import { variable } from './inputs';
import { type Along, asPlane, isSame, isValid, windowOf } from './window';

function pooled(call: Call) {
  const { attributes, refuse } = call;
  const x = variable(call, 0);
  if (call.outputs > 1) refuse('expected one output, got more');
  if (attributes.int('storage_order', 0) !== 0) refuse('expected storage_order 0');
  const node = image(call, x);
  const size = attributes.ints('kernel_shape', undefined) ?? refuse('expected kernel_shape, got none');
  const along = asPlane(windowOf(call, x.shape, size));
  return { x, node, along };
}

const both = <T>(along: readonly [Along, Along], of: (one: Along) => T): [T, T] => [
  of(along[0]),
  of(along[1]),
];
const isDilated = (along: readonly Along[]) =>
  along.some(({ window, dilation }) => window > 1 && dilation > 1);

/** The places of each window along an axis, one window after the other; those outside are one inside. */
function laidOut(call: Call, { size, window, stride, dilation, before, places }: Along): number[] {
  return Array.from({ length: places }, (_, place) => {
    const own = Array.from({ length: window }, (_, k) => place * stride - before + k * dilation);
    const inside = own.find((at) => at >= 0 && at < size);
    return own.map((at) =>
      at >= 0 && at < size ? at : (inside ?? call.refuse('expected windows on the input, got one beside it')),
    );
  }).flat();
}

/** The places that windows of neighbours reach over; those outside are the ones at the ends, which the window has too. */
const clamped = ({ size, window, stride, before, places }: Along): number[] =>
  Array.from({ length: (places - 1) * stride + window }, (_, i) =>
    Math.min(Math.max(i - before, 0), size - 1),
  );

/** The greatest of each window; what pads is never the greatest. */
export const maxPool: OpRule = (call) => {
  const { x, node, along } = pooled(call);
  const size = both(along, ({ window }) => window);
  const strides = both(along, ({ stride }) => stride);
  const dilated = isDilated(along);
  if (!dilated && (isValid(along) || isSame(along))) {
    const padding = isValid(along) ? ('valid' as const) : ('same' as const);
    return fromImage(call, call.build.add('maxPool', { size, strides, padding }, [node]), x.shape.length);
  }
  if (
    along.some(({ before, after, window, dilation }) => Math.max(before, after) > (window - 1) * dilation)
  ) {
    call.refuse('expected pads smaller than the window');
  }
  const indices = both(along, (one) => (dilated ? laidOut(call, one) : clamped(one)));
  const wide = gathered(call, gathered(call, node, 0, indices[0]), 1, indices[1]);
  const params = { size, strides: dilated ? size : strides, padding: 'valid' as const };
  return fromImage(call, call.build.add('maxPool', params, [wide]), x.shape.length);
};

/** How many places of a window count, for each window along an axis: those on the input, and on its pads if they do. */
const counted = ({ size, window, stride, before, after, places }: Along, pads: boolean): number[] =>
  Array.from({ length: places }, (_, place) => {
    const start = place * stride - before;
    const [low, high] = pads ? [-before, size + after] : [0, size];
    return Math.min(start + window, high) - Math.max(start, low);
  });

/** The mean of each window over the places that count. */
export const averagePool: OpRule = (call) => {
  const { attributes, build, refuse } = call;
  const { x, node, along } = pooled(call);
  const pads = attributes.int('count_include_pad', 0) !== 0;
  const size = both(along, ({ window }) => window);
  const strides = both(along, ({ stride }) => stride);
  if (isDilated(along)) refuse('expected dilations of 1');
  const counts = both(along, (one) => counted(one, pads));
  if (counts.flat().some((n) => n < 1)) refuse('expected windows on the input, got one beside it');
  // the vocabulary's `same` counts the places on the image alone
  const same = !pads && !isValid(along) && isSame(along);
  const framed = same ? node : bordered(call, node, along);
  const params = { size, strides, padding: same ? ('same' as const) : ('valid' as const) };
  const mean = fromImage(call, build.add('averagePool', params, [framed]), x.shape.length);
  return same ? mean : corrected(call, mean, counts, size);
};

/** Means of whole windows as means of the places that count. */
function corrected(
  { build }: Call,
  mean: Variable,
  [rows, columns]: readonly [number[], number[]],
  [height, width]: readonly [number, number],
): Variable {
  const factors = rows.flatMap((row) => columns.map((column) => (height * width) / (row * column)));
  if (factors.every((factor) => factor === 1)) return mean;
  const shape = mean.shape.length === 3 ? [columns.length] : [rows.length, columns.length];
  return affine(build, mean, { scale: constant('float32', shape, factors) });
}

/** All places of an image in one window. */
const globally =
  (op: 'globalAveragePool' | 'globalMaxPool'): OpRule =>
  (call) => {
    const x = variable(call, 0);
    const node = call.build.add(op, {}, [image(call, x)]);
    const shape = x.shape.map((n, axis) => (axis < 2 ? n : 1));
    return { kind: 'variable', node, shape, dims: shape, order: [...shape.keys()] };
  };

export const globalAveragePool = globally('globalAveragePool');
export const globalMaxPool = globally('globalMaxPool');
