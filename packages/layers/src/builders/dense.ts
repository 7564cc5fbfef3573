import type { Layer } from '../builder';
import { zeros } from '../initializers/constant';
import type { Initializer } from '../initializers/initializer';
import { orthogonal } from '../initializers/orthogonal';

/** What a layer with a kernel may be told. */
export type KernelOptions = {
  readonly useBias?: boolean;
  /** Orthogonal unless given, as in the paper. */
  readonly kernelInitializer?: Initializer;
  readonly biasInitializer?: Initializer;
  readonly name?: string;
};

/**
 * A fully connected layer over the last axis: `[..., inputs]` to `[..., units]`.
 *
 * @example
 * ```ts
 * import { constantInitializer, dense, network, apply } from '@ibp/layers';
 * import * as tf from '@tensorflow/tfjs-core';
 *
 * const net = network([2], dense(1, { kernelInitializer: constantInitializer(3) }));
 * console.log(apply(net, tf.tensor2d([[1, 2]])).arraySync()); // [ [ 9 ] ]
 * ```
 */
export function dense(units: number, options: KernelOptions = {}): Layer {
  const { useBias = true, kernelInitializer = orthogonal(), biasInitializer = zeros } = options;
  return (build, x) => {
    const name = options.name ?? build.uniqueName('dense');
    const inputs = build.shapeOf(x).at(-1)!;
    const kernel = build.variable(`${name}/kernel`, [inputs, units], kernelInitializer);
    const bias = useBias ? build.variable(`${name}/bias`, [units], biasInitializer) : undefined;
    return build.add('dense', { kernel, bias }, [x], name);
  };
}
