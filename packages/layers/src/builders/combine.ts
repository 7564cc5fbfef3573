import type { Layer } from '../builder';
import { alike } from './alike';

/**
 * One layer after the other.
 *
 * @example
 * ```ts
 * import { dense, network, relu, sequential } from '@ibp/layers';
 *
 * const net = network([2], sequential(dense(16), relu(), dense(3)));
 * console.log(net.nodes.at(-1)?.shape); // [ 3 ]
 * ```
 */
export const sequential =
  (...layers: readonly Layer[]): Layer =>
  (build, x) =>
    layers.reduce((node, layer) => layer(build, node), x);

/** Nothing: the shortcut of a plain residual block. */
export const identity = (): Layer => (_, x) => x;

/**
 * Two branches of one input, combined element by element. Shapes that differ are broadcast, aligned at the last axis: a
 * gate `[channels]` or `[1, 1, channels]` on `[height, width, channels]`.
 */
export const merge =
  (op: 'add' | 'subtract' | 'multiply', a: Layer, b: Layer): Layer =>
  (build, x) => {
    const left = a(build, x);
    return build.add(op, {}, alike(build, [left, b(build, x)]));
  };

/**
 * `body(x) + shortcut(x)`; the shortcut is `x` itself unless given (He et al. 2016).
 *
 * @example
 * ```ts
 * import { dense, network, relu, residual, sequential } from '@ibp/layers';
 *
 * const net = network([8], sequential(residual(sequential(dense(8), relu())), dense(2)));
 * console.log(net.nodes.map(({ op }) => op).join(' ')); // input dense relu add dense
 * ```
 */
export const residual = (body: Layer, shortcut: Layer = identity()): Layer => merge('add', body, shortcut);

/** Branches of one input, joined along an axis of the units (-1: the channels). */
export const concatenate =
  (branches: readonly Layer[], axis = -1): Layer =>
  (build, x) =>
    build.add(
      'concat',
      { axis },
      branches.map((branch) => branch(build, x)),
    );
