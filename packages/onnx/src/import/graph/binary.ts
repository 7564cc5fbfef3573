import type { Shape } from '@ibp/core';
import { commonShape, ofRank } from '../constant/broadcast';
import { arranged, reshape, reshaped, unitsOf } from './arrange';
import { axesOf, isIdentity } from './axes';
import type { PlainBuilder } from './builder';
import { stored, type Variable } from './value';

const same = (a: readonly number[], b: readonly number[]): boolean => a.join() === b.join();

/** The order of axes that spares transposes: channels last where one of the values has it, the file's otherwise. */
export function commonAxes(values: readonly Variable[]): readonly number[] {
  const orders = values.map(axesOf);
  const whole = values.map(({ shape }) => shape.filter((n) => n !== 1).length);
  const most = Math.max(...whole);
  const best = orders.find((axes, i) => axes && whole[i] === most && !isOrdered(axes, values[i]!.shape));
  return best ?? [...values[0]!.shape.keys()];
}

const isOrdered = (axes: readonly number[], shape: Shape): boolean => {
  const kept = axes.filter((axis) => shape[axis] !== 1);
  return isIdentity(kept.map((axis) => [...kept].sort((a, b) => a - b).indexOf(axis)));
};

/** A node that holds the value repeated to `shape`, with its axes in this order. */
function spreadNode(build: PlainBuilder, value: Variable, shape: Shape, axes: readonly number[]): number {
  const own = ofRank(value.shape, shape.length);
  const units = axes.filter((axis) => axis !== 0 || shape[0] !== 1 || axes.length === 1);
  const node = arranged(
    build,
    reshape(value, own),
    axes,
    units.map((axis) => own[axis]!),
  );
  return same(own, shape) ? node : build.add('broadcast', { shape: unitsOf(shape, axes) }, [node]);
}

/** The value repeated along axes of size 1, or new ones in front, to a shape that it broadcasts to. */
export function spread(build: PlainBuilder, value: Variable, shape: Shape): Variable {
  const padded = reshape(value, ofRank(value.shape, shape.length));
  if (same(padded.shape, shape)) return padded;
  const axes = axesOf(padded) ?? [...shape.keys()];
  return stored(spreadNode(build, padded, shape, axes), shape, axes);
}

/** An op of two values, element by element; undefined where their shapes clash. */
export function binary(
  build: PlainBuilder,
  op: 'add' | 'subtract' | 'multiply',
  a: Variable,
  b: Variable,
): Variable | undefined {
  const shape = commonShape([a.shape, b.shape]);
  if (!shape) return undefined;
  const [x, y] = [a, b].map((value) => reshape(value, ofRank(value.shape, shape.length))) as [
    Variable,
    Variable,
  ];
  if (same(x.shape, y.shape) && same(x.dims, y.dims) && same(x.order, y.order)) {
    const right = reshaped(build, y.node, build.shapeOf(x.node));
    return { ...x, node: build.add(op, {}, [x.node, right]) };
  }
  const axes = commonAxes([x, y]);
  const nodes = [x, y].map((value) => spreadNode(build, value, shape, axes));
  return stored(build.add(op, {}, nodes), shape, axes);
}
