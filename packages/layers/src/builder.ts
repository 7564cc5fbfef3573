import { ops, type ParamsOf } from '@ibp/bounds';
import { assertShape, fail, type OpName, type Shape } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Initializer } from './initializers/initializer';
import { variableSeed } from './initializers/variable-seed';
import type { CompositeNode } from './lowering/composite-node';
import { lowerings } from './lowering/lower';
import type { Network } from './network';

/** What a node may be while a network is built. */
type Buildable = { [K in OpName]: ParamsOf<K> } & {
  [K in CompositeNode['op']]: Extract<CompositeNode, { op: K }>['params'];
};

/** Collects nodes and variables; what a {@link Layer} is given. */
export type Builder = {
  /** Adds a node and returns its index. */
  readonly add: <K extends keyof Buildable>(
    op: K,
    params: Buildable[K],
    inputs: readonly number[],
    name?: string,
  ) => number;
  /** The shape of a node's output, without the batch. */
  readonly shapeOf: (node: number) => Shape;
  /** Makes a variable; its initial values depend on the network's seed and on how many came before it. */
  readonly variable: (
    name: string,
    shape: Shape,
    initializer: Initializer,
    trainable?: boolean,
  ) => tf.Variable;
  /** Registers a variable that exists already, as an imported model's. */
  readonly share: (name: string, variable: tf.Variable) => tf.Variable;
  /** `dense_1`, `dense_2`, ...: a name not yet used for a layer of this kind. */
  readonly uniqueName: (kind: string) => string;
};

/** Adds nodes after node `x` and returns the index of its output. */
export type Layer = (build: Builder, x: number) => number;

/** A builder and two ways to end it: `discard` frees the variables it made, not those it was given to share. */
export function createBuilder(
  inputShape: Shape,
  seed: number,
): { builder: Builder; finish: (output: number) => Network; discard: () => void } {
  const nodes: Network['nodes'][number][] = [
    { op: 'input', name: 'input', params: {}, inputs: [], shape: inputShape },
  ];
  const variables: { [name: string]: tf.Variable } = {};
  const made: tf.Variable[] = [];
  const counts = new Map<string, number>();

  const uniqueName = (kind: string): string => {
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    return `${kind}_${count}`;
  };

  const add: Builder['add'] = (op, params, inputs, name = uniqueName(op)) => {
    const shapes = inputs.map((i) => nodes[i]!.shape);
    let shape: Shape;
    try {
      shape = { ...ops, ...lowerings }[op].outputShape(shapes, params as never);
    } catch (error) {
      throw Object.assign(error as Error, { message: `layer "${name}": ${(error as Error).message}` });
    }
    nodes.push({ op, name, params, inputs, shape } as Network['nodes'][number]);
    return nodes.length - 1;
  };

  const share: Builder['share'] = (name, variable) => {
    if (name in variables) fail('network', `expected distinct variable names, got "${name}" twice`);
    variables[name] = variable;
    return variable;
  };

  const variable: Builder['variable'] = (name, shape, initializer, trainable = true) => {
    const order = Object.keys(variables).length;
    // a clone: the initialiser may hand out a tensor that is not ours to free
    const initial = tf.tidy(() => tf.clone(initializer(shape, variableSeed(seed, order))));
    const fresh = tf.variable(initial, trainable);
    initial.dispose();
    made.push(fresh);
    assertShape(`initial value of "${name}"`, fresh.shape, shape);
    return share(name, fresh);
  };

  const finish = (output: number): Network => {
    if (output !== nodes.length - 1) {
      fail('network', `expected the output to be the last node ${nodes.length - 1}, got node ${output}`);
    }
    return { inputShape, nodes, variables };
  };

  const discard = () => tf.dispose(made);

  return {
    builder: { add, shapeOf: (node) => nodes[node]!.shape, variable, share, uniqueName },
    finish,
    discard,
  };
}

/**
 * Builds a network.
 *
 * @param inputShape of one example, without the batch: `[28, 28, 1]`.
 * @param options.seed of the initial weights, a whole number; the same seed gives the same weights on one backend.
 * @throws when a layer does not fit its input; the message names the layer and both shapes. Nothing
 * is left allocated then.
 *
 * @example
 * ```ts
 * import { conv2d, dense, flatten, network, relu, sequential } from '@ibp/layers';
 *
 * const layers = sequential(conv2d({ filters: 4, kernelSize: 3, strides: 2 }), relu(), flatten(), dense(10));
 * const net = network([28, 28, 1], layers, { seed: 1 });
 * console.log(net.nodes.map(({ op }) => op).join(' ')); // input conv2d relu reshape dense
 * ```
 */
export function network(inputShape: Shape, layer: Layer, { seed = 0 }: { seed?: number } = {}): Network {
  if (!Number.isSafeInteger(seed)) fail('network', `expected a whole number as seed, got ${seed}`);
  if (inputShape.length === 0 || inputShape.some((n) => !(Number.isInteger(n) && n > 0))) {
    fail('network', `expected an input shape of whole numbers above 0, got [${inputShape}]`);
  }
  const { builder, finish, discard } = createBuilder(inputShape, seed);
  try {
    return finish(layer(builder, 0));
  } catch (error) {
    discard();
    throw error;
  }
}
