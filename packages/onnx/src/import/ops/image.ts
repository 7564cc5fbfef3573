import { formatShape } from '@ibp/core';
import { arranged } from '../graph/arrange';
import type { Call } from '../graph/call';
import { stored, type Variable } from '../graph/value';
import { type Along, reachBehind } from './window';

/** `[1, channels, ...space]` as a node `[height, width, channels]`; a signal is an image one high. */
export function image({ build, refuse }: Call, value: Variable): number {
  const { shape } = value;
  if (shape[0] !== 1 || (shape.length !== 3 && shape.length !== 4)) {
    refuse(`expected [1,channels,height,width] or [1,channels,length], got ${formatShape(shape)}`);
  }
  const space = [...shape.keys()].slice(2);
  const plane = shape.length === 3 ? [1, shape[2]!] : shape.slice(2);
  return arranged(build, value, [0, ...space, 1], [...plane, shape[1]!]);
}

/** A node `[height, width, channels]` as the value that it stands for; `rank` tells signals from images. */
export function fromImage({ build }: Call, node: number, rank: number): Variable {
  const [height, width, channels] = build.shapeOf(node) as [number, number, number];
  const shape = rank === 3 ? [1, channels, width] : [1, channels, height, width];
  return stored(node, shape, [0, ...[...shape.keys()].slice(2), 1]);
}

/** An image with a border as wide as windows reach over its ends. */
export function bordered({ build }: Call, node: number, along: readonly [Along, Along]): number {
  const paddings = [...along.map((one) => [one.before, reachBehind(one)] as const), [0, 0] as const];
  return paddings.flat().some((n) => n > 0) ? build.add('pad', { paddings }, [node]) : node;
}

/** The places along height (0) or width (1). */
export function along({ build }: Call, node: number, axis: 0 | 1, indices: readonly number[]): number {
  const size = build.shapeOf(node)[axis];
  return indices.length === size && indices.every((index, i) => index === i)
    ? node
    : build.add('gather', { axis, indices }, [node]);
}
