import type { Shape } from '@ibp/core';
import type { Builder } from '../builder';

/** The shape that all broadcast to, aligned at the last axis as numpy does; nothing where two sizes clash. */
function commonShape(shapes: readonly Shape[]): Shape | undefined {
  const rank = Math.max(...shapes.map((shape) => shape.length));
  const sizes = Array.from({ length: rank }, (_, axis) =>
    shapes.map((shape) => shape[axis - rank + shape.length] ?? 1).filter((n) => n !== 1),
  );
  return sizes.every((own) => new Set(own).size < 2) ? sizes.map(([n]) => n ?? 1) : undefined;
}

/** Nodes of one shape for these: what is smaller is broadcast. Shapes that clash are left to the op to refuse. */
export function alike(build: Builder, nodes: readonly number[]): readonly number[] {
  const shapes = nodes.map(build.shapeOf);
  const shape = commonShape(shapes);
  if (!shape) return nodes;
  return nodes.map((node, i) =>
    shapes[i]!.join() === shape.join() ? node : build.add('broadcast', { shape }, [node]),
  );
}
