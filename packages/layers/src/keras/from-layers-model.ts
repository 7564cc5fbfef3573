import { assertShape, fail, formatShape, type Shape } from '@ibp/core';
import { createBuilder } from '../builder';
import type { Network } from '../network';
import { assertPredicts } from './assert-predicts';
import { graphWalk } from './graph-walk';
import { isModel, type KerasLayer, type KerasModel } from './model';
import { converters } from './table';
import { withoutSoftmax } from './without-softmax';

const where = 'fromLayersModel';

/** Options of `fromLayersModel`. */
export type FromLayersModelOptions = {
  /** Keep a softmax at the end of the model; false unless given. */
  readonly keepSoftmax?: boolean;
  /** The size of one input, without the batch, where the model leaves it open: `[32, 32, 3]`. */
  readonly inputShape?: Shape;
};

/**
 * A stock `tf.LayersModel`, sequential or functional (skips, branches, models within models), as a {@link Network}.
 * Any model of Keras that tfjs loads comes this way.
 *
 * The network **shares** the model's variables: training it changes what the model predicts. Free it with
 * `disposeNetwork` or `model.dispose()`, not both; the latter leaves the variables of layers called twice. Layers that
 * are frozen stay so, but for the moving averages of batch norm, which our training moves as `model.fit` does.
 * Regularizers and constraints of the model have no effect on our training.
 *
 * A softmax at the end, also one that is only reshaped afterwards, is left out unless `keepSoftmax`, so that
 * specifications are about logits: the order of the classes, and so every verdict about it, is the same. Dropout and
 * noise are left out, since they do nothing when a model is used.
 *
 * @param model with one input, of known sizes unless `inputShape` gives them, and one output.
 * @returns `apply(network, x)` equals `model.predict(x)`, or its logits: this is tried, layer by layer, on two inputs.
 * @throws one error that names all layers that are not supported, with the list of those that are; or the first
 * layer whose configuration is not; or the first that computes something else here.
 */
export function fromLayersModel(
  model: KerasModel,
  { keepSoftmax = false, inputShape }: FromLayersModelOptions = {},
): Network {
  for (const kind of ['inputs', 'outputs'] as const) {
    const count = model[kind].length;
    if (count !== 1) fail(where, `expected a model with 1 of ${kind}, got ${count}`);
  }
  assertSupported(model);
  const { builder, finish } = createBuilder(inputShapeOf(model, inputShape), 0);
  const { walk, calls, freeze } = graphWalk(builder);
  const network = finish(walk(model, 0));
  assertPredicts(network, model, calls);
  freeze();
  return keepSoftmax ? network : withoutSoftmax(network);
}

function inputShapeOf(model: KerasModel, given: Shape | undefined): Shape {
  const shape = model.inputs[0]!.shape.slice(1);
  if (given) {
    assertShape(`${where}: inputShape`, given, shape);
    if (given.every((n) => Number.isInteger(n) && n > 0)) return given;
    fail(where, `expected an inputShape of whole numbers above 0, got ${formatShape(given)}`);
  }
  if (shape.some((n) => n === null)) {
    fail(where, `expected a model whose input shape is fixed, or inputShape, got ${formatShape(shape)}`);
  }
  return shape as number[];
}

const leaves = (model: KerasModel): KerasLayer[] =>
  model.layers.flatMap((layer) => (isModel(layer) ? leaves(layer) : [layer]));

function assertSupported(model: KerasModel): void {
  const supported = (layer: KerasLayer) =>
    ['InputLayer', ...Object.keys(converters)].includes(layer.getClassName());
  const others = leaves(model).filter((layer) => !supported(layer));
  if (others.length > 0) {
    const named = others.map((layer) => `"${layer.name}" (${layer.getClassName()})`);
    fail(where, `expected layers among ${Object.keys(converters).join(', ')}, got ${named.join(', ')}`);
  }
}
