import {
  applyRule,
  assertBox,
  concreteRules,
  type IntervalBounds,
  outwardRules,
  type Rules,
} from '@ibp/bounds';
import { assertShape } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import { lower } from './lowering/lower';
import type { LoweredNetwork, Network } from './network';

/**
 * Runs a network in any domain: the value of every node, in order, from the input's value and one table of rules.
 *
 * @returns as many values as the network has nodes; the first is `input`, the last the output.
 */
export function trace<B>(network: LoweredNetwork, input: B, rules: Rules<B>): B[] {
  const values: B[] = [];
  for (const node of network.nodes) {
    if (node.op === 'input') {
      values.push(input);
    } else {
      const inputs = node.inputs.map((i) => values[i]!);
      values.push(applyRule(rules, node.op, inputs, node.params as never));
    }
  }
  return values;
}

/** @throws unless `x` is `[batch, ...inputShape]`. */
export function assertInput(where: string, network: LoweredNetwork | Network, x: tf.Tensor): void {
  assertShape(where, x.shape, [null, ...network.inputShape]);
}

/**
 * The network's output, with the moving averages for batch norm.
 *
 * @param x `[batch, ...inputShape]`
 * @returns `[batch, ...outputs]`
 * @throws when the shape of `x` is not the network's.
 *
 * @example
 * ```ts
 * import { apply, dense, network } from '@ibp/layers';
 * import * as tf from '@tensorflow/tfjs-core';
 *
 * const net = network([2], dense(3), { seed: 1 });
 * console.log(apply(net, tf.zeros([5, 2])).shape); // [ 5, 3 ]
 * ```
 */
export function apply(network: Network | LoweredNetwork, x: tf.Tensor): tf.Tensor {
  assertInput('apply', network, x);
  return tf.tidy(() => {
    const output = trace(lower(network), x, concreteRules).at(-1)!;
    return output === x ? x.clone() : output;
  });
}

/**
 * Bounds of the network's output for every input of a box (eq. 5 of Gowal et al. 2019), rounded outward.
 *
 * @param input both ends `[batch, ...inputShape]`
 * @returns both ends `[batch, ...outputs]`
 * @throws when the shape of the box is not the network's.
 *
 * @example
 * ```ts
 * import { linfBall } from '@ibp/bounds';
 * import { constantInitializer, dense, network, propagate, relu, sequential } from '@ibp/layers';
 * import * as tf from '@tensorflow/tfjs-core';
 *
 * const net = network([2], sequential(dense(1, { kernelInitializer: constantInitializer(2) }), relu()));
 * const { lower, upper } = propagate(net, linfBall(tf.tensor2d([[0.5, 0.5]]), 0.25));
 * console.log(lower.dataSync()[0]?.toFixed(3), upper.dataSync()[0]?.toFixed(3)); // 1.000 3.000
 * ```
 */
export function propagate(network: Network | LoweredNetwork, input: IntervalBounds): IntervalBounds {
  assertBox('propagate', input, network.inputShape);
  return tf.tidy(() => {
    const output = trace(lower(network), input, outwardRules).at(-1)!;
    return output === input ? { lower: input.lower.clone(), upper: input.upper.clone() } : output;
  });
}

/**
 * Bounds of every node, for looking at how they widen; entry `i` belongs to `network.nodes[i]` and entry 0 is `input`.
 * The caller frees the others.
 */
export function propagateAll(network: Network | LoweredNetwork, input: IntervalBounds): IntervalBounds[] {
  assertBox('propagateAll', input, network.inputShape);
  return tf.tidy(() => trace(lower(network), input, outwardRules));
}
