import { outwardUpperBound } from '@ibp/bounds';
import { sizeOf } from '@ibp/core';
import { type EngineInputs, type LoweredNetwork, lower, type Network } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { backward } from '../linear/backward';
import { type BoundedNode, crownPlan, unitsOfPass } from '../linear/crown-plan';
import { boundInFields } from '../linear/fields/bound-in-fields';
import { positionsOf } from '../linear/fields/positions';
import { additionsOf } from '../linear/node-rounding';
import { narrow, pickedUnits } from '../linear/picked-units';
import type { ReluSlope } from '../linear/relaxation';
import type { CompiledFunctions } from './compiled-functions';
import { boundsInputs, givenNetwork } from './given-bounds';

type Tensors = { readonly [name: string]: tf.Tensor };
type Of = { readonly network: Network | LoweredNetwork; readonly slope: ReluSlope; readonly chunk: number };

/** How many units a compiled pass is made for: enough for those that are left, of few sizes. */
const sizes = (most: number): number[] => [...new Set([16, 4, 1].map((by) => Math.ceil(most / by)))];

/**
 * `crownBounds` of one example, with its passes compiled: adds to the inputs, which have those of the box, the bounds of
 * every node that is worth passes. Which units are is decided on the host, between two functions.
 */
export async function compiledNodeBounds(
  { network: given, slope, chunk }: Of,
  functions: CompiledFunctions,
  box: EngineInputs,
): Promise<EngineInputs> {
  const { network, bounded } = planOf(given);
  let inputs = box;
  for (const one of bounded) {
    const { node } = one;
    const byIntervals = await functions.run(`intervals ${node}`, intervalsOf(given, node, slope), inputs);
    const ends = {
      lower: Float32Array.from(byIntervals.lower!.data),
      upper: Float32Array.from(byIntervals.upper!.data),
    };
    const picked = pickedUnits(ends, one);
    const most = unitsOfPass(network, one, chunk);
    for (let start = 0; start < picked.length; start += most) {
      const chosen = picked.slice(start, start + most);
      const size = sizes(most).find((n) => n >= chosen.length)!;
      const padded = Array.from({ length: size }, (_, i) => chosen[Math.min(i, chosen.length - 1)]!);
      const pass = one.fields ? passInFields(given, node, slope) : passInRows(given, node, slope);
      const units = one.fields ? fieldInputs(network, one, padded) : rowInputs(padded);
      const { most: found } = await functions.run(`pass ${node}`, pass, { ...inputs, ...units });
      for (const [i, unit] of chosen.entries()) {
        narrow(ends, unit, found!.data[2 * i]!, found!.data[2 * i + 1]!);
      }
    }
    inputs = { ...inputs, ...boundsInputs(node, network.nodes[node]!.shape, ends) };
  }
  return inputs;
}

/** What the host has to know of a network: shapes and places, not the tensors, which are gone. */
function planOf(of: Of['network']): { readonly network: LoweredNetwork } & ReturnType<typeof crownPlan> {
  const found: { network?: LoweredNetwork; plan?: ReturnType<typeof crownPlan> } = {};
  tf.tidy(() => {
    found.network = lower(of);
    found.plan = crownPlan(found.network);
  });
  return { network: found.network!, ...found.plan! };
}

const intervalsOf =
  (of: Of['network'], node: number, slope: ReluSlope) =>
  (given: Tensors): Tensors =>
    tf.tidy(() => {
      const { lower, upper } = givenNetwork(of, given, slope).walk(node).at(-1)!;
      return { lower, upper };
    });

const indices = (data: Int32Array) => ({ dtype: 'int32' as const, shape: [data.length], data });

const rowInputs = (units: readonly number[]): EngineInputs => ({ units: indices(Int32Array.from(units)) });

function fieldInputs(
  network: LoweredNetwork,
  { fields }: BoundedNode,
  units: readonly number[],
): EngineInputs {
  const { channels, at } = positionsOf(fields!, network, units);
  const pixels = Object.entries(at).map(([node, data]) => [`at_${node}`, indices(data)]);
  return { channels: indices(channels), ...Object.fromEntries(pixels) };
}

const passInFields =
  (of: Of['network'], node: number, slope: ReluSlope) =>
  (given: Tensors): Tensors =>
    tf.tidy(() => {
      const { network, plan, walk } = givenNetwork(of, given, slope);
      const { fields } = plan.bounded.find((one) => one.node === node)!;
      const at = Object.entries(given).flatMap(([name, x]) =>
        name.startsWith('at_') ? [[name.slice(3), x as tf.Tensor1D] as const] : [],
      );
      const channels = given.channels as tf.Tensor1D;
      const examples = tf.zeros<tf.Rank.R1>(channels.shape, 'int32');
      const found: { most?: tf.Tensor } = {};
      walk(node, (_, known) => {
        found.most = boundInFields(network, fields!, known, {
          ...{ channels, examples },
          at: Object.fromEntries(at),
        });
      });
      return { most: found.most! };
    });

const passInRows =
  (of: Of['network'], node: number, slope: ReluSlope) =>
  (given: Tensors): Tensors =>
    tf.tidy(() => {
      const { network, walk } = givenNetwork(of, given, slope);
      const { shape } = network.nodes[node]!;
      const rows = given.units!.shape[0]!;
      const found: { most?: tf.Tensor } = {};
      walk(node, (_, { bounds, relaxed }) => {
        const size = sizeOf(shape);
        const one = size === 1 ? tf.ones([rows, 1]) : tf.cast(tf.oneHot(given.units!, size), 'float32');
        const c = tf.reshape(tf.stack([one, tf.neg(one)], 1), [1, 2 * rows, ...shape]);
        const spec = { c, d: tf.zeros<tf.Rank.R2>([1, 2 * rows]) };
        const pulled = backward(network, node, spec, relaxed);
        found.most = outwardUpperBound(pulled, bounds[0]!, additionsOf(network));
      });
      return { most: found.most! };
    });
