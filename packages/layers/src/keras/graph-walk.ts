import { fail } from '@ibp/core';
import type { Builder } from '../builder';
import type { Converted } from './converter';
import { isModel, type KerasLayer, type KerasModel, type KerasNode, type KerasTensor } from './model';
import { converters } from './table';
import { sharedVariables } from './variables';

/** One call of a model: which node each of its tensors is so far, and what its layers inherit. */
type Scope = {
  readonly nodes: Map<number, number>;
  readonly prefix: string;
  readonly frozen: boolean;
};

/**
 * Walks from a model's output back to its input and adds each call of a layer once, inputs first.
 *
 * @returns a function from a model and the node of its input to the node of its output, the calls it has seen, and
 * what freezes the variables that the model has frozen.
 */
export function graphWalk(build: Builder): {
  readonly walk: (model: KerasModel, input: number) => number;
  readonly calls: readonly Converted[];
  readonly freeze: () => void;
} {
  const { share, freeze } = sharedVariables(build);
  const layerName = uniqueNames();
  const callName = uniqueNames();
  const layerNames = new Map<KerasLayer, string>();
  const calls: Converted[] = [];
  const innerScopes = new Map<KerasNode, Scope>();

  const open = (model: KerasModel, inputs: readonly number[], prefix: string, frozen: boolean): Scope => ({
    nodes: new Map(model.inputs.map((tensor, i) => [tensor.id, inputs[i]!])),
    prefix,
    frozen: frozen || !model.trainable,
  });

  const visit = (tensor: KerasTensor, scope: Scope): number => {
    const before = scope.nodes.get(tensor.id);
    if (before !== undefined) return before;
    const layer = tensor.sourceLayer;
    const call = layer.inboundNodes[tensor.nodeIndex]!;
    const inputs = call.inputTensors.map((input) => visit(input, scope));
    const node = isModel(layer)
      ? visitModel(layer, call, tensor.tensorIndex, inputs, scope)
      : visitLayer(layer, inputs, scope);
    scope.nodes.set(tensor.id, node);
    return node;
  };

  const visitModel = (
    model: KerasModel,
    call: KerasNode,
    output: number,
    inputs: readonly number[],
    scope: Scope,
  ) => {
    let inner = innerScopes.get(call);
    if (!inner) {
      inner = open(model, inputs, `${scope.prefix}${model.name}/`, scope.frozen);
      innerScopes.set(call, inner);
    }
    return visit(model.outputs[output]!, inner);
  };

  const visitLayer = (layer: KerasLayer, inputs: readonly number[], scope: Scope) => {
    const convert = converters[layer.getClassName()];
    if (!convert)
      fail('fromLayersModel', `expected the model's input, got the input "${layer.name}" of another`);
    const own = layerNames.get(layer) ?? layerName(scope.prefix + layer.name);
    layerNames.set(layer, own);
    const frozen = scope.frozen || !layer.trainable;
    const weight = (key: string, as = key) => share(layer, key, `${own}/${as}`, frozen);
    const output = convert({ build, layer, name: callName(own), config: layer.getConfig(), inputs, weight });
    calls.push({ layer, inputs, output });
    return output;
  };

  const walk = (model: KerasModel, input: number) =>
    visit(model.outputs[0]!, open(model, [input], '', false));
  return { walk, calls, freeze };
}

/** The name wished for, or `name_2`, `name_3`, ... where it is taken. */
function uniqueNames(): (wish: string) => string {
  const taken = new Set<string>();
  return (wish) => {
    let name = wish;
    for (let i = 2; taken.has(name); i++) name = `${wish}_${i}`;
    taken.add(name);
    return name;
  };
}
