import type { Layer } from '../builder';
import { zeros } from '../initializers/constant';
import type { Initializer } from '../initializers/initializer';
import { orthogonal } from '../initializers/orthogonal';
import { shapeOfWeights, variableOf, type Weights } from './weights';

/** What a layer with a kernel may be told. */
export type KernelOptions = {
  readonly useBias?: boolean;
  /** Orthogonal unless given, as in the paper. */
  readonly kernelInitializer?: Initializer;
  readonly biasInitializer?: Initializer;
  readonly name?: string;
};

/** The weights of a dense layer: `kernel` `[inputs, units]`, `bias` `[units]`. */
export type DenseWeights = { readonly kernel: Weights; readonly bias?: Weights; readonly name?: string };

/**
 * A fully connected layer over the last axis: `[..., inputs]` to `[..., units]`, with weights that are drawn, or that are
 * given.
 *
 * @throws when a kernel that is given is no matrix, or does not fit the input or the bias.
 *
 * @example
 * ```ts
 * import { apply, dense, network } from '@ibp/layers';
 * import * as tf from '@tensorflow/tfjs-core';
 *
 * const net = network([2], dense({ kernel: [[3], [3]], bias: [1] }));
 * console.log(apply(net, tf.tensor2d([[1, 2]])).arraySync()); // [ [ 10 ] ]
 * ```
 */
export function dense(units: number, options?: KernelOptions): Layer;
export function dense(weights: DenseWeights): Layer;
export function dense(of: number | DenseWeights, options: KernelOptions = {}): Layer {
  return typeof of === 'number' ? drawn(of, options) : given(of);
}

const given =
  (weights: DenseWeights): Layer =>
  (build, x) => {
    const name = weights.name ?? build.uniqueName('dense');
    const shape = shapeOfWeights(name, weights.kernel, ['inputs', 'units']);
    const kernel = variableOf(build, `${name}/kernel`, shape, weights.kernel);
    const bias =
      weights.bias === undefined ? undefined : variableOf(build, `${name}/bias`, [shape[1]!], weights.bias);
    return build.add('dense', { kernel, bias }, [x], name);
  };

function drawn(units: number, options: KernelOptions): Layer {
  const { useBias = true, kernelInitializer = orthogonal(), biasInitializer = zeros } = options;
  return (build, x) => {
    const name = options.name ?? build.uniqueName('dense');
    const inputs = build.shapeOf(x).at(-1)!;
    const kernel = build.variable(`${name}/kernel`, [inputs, units], kernelInitializer);
    const bias = useBias ? build.variable(`${name}/bias`, [units], biasInitializer) : undefined;
    return build.add('dense', { kernel, bias }, [x], name);
  };
}
