import { assertProperty, type Enclosure, type Property, rowsNetwork } from '@ibp/exact';
import { apply, type LoweredNetwork, lower, type Network } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { assertFinite } from '../property/assert-finite';
import { boxTensors, rowTensors } from '../property/backend-lines';
import { conjunctionValues } from '../property/conjunction-values';
import { type UnsafeRows, unsafeRowsOf } from '../property/rows';
import { type ExplainOptions, methodsByName } from './explain';
import { cornersOf, type LayerLooseness, layerLooseness, type Samples } from './layer-looseness';

/** Why a property is not proved on one of its boxes. */
export type BoxExplanation = {
  /** For each conjunction, by method, the least of the upper bounds of its rows: below 0 it is refuted by one row. */
  readonly margins: readonly { readonly [method: string]: number }[];
  /** For each conjunction the greatest value of its least row at a sample: no method can be below; 0 or above it is unsafe. */
  readonly seen: readonly number[];
  /** The conjunction whose margin is greatest by the last method. */
  readonly target: number;
  readonly layers: readonly LayerLooseness[];
};

/**
 * Why not? What each method makes of the conjunctions of a property, box by box, beside what samples reach, and where
 * bounds lose their tightness on the way through the network. In float32, rows as float32 has them: it explains, and proves
 * nothing.
 *
 * @throws when the property is not one of the network, a box has an end that is infinite, or a method has no rule for an op.
 *
 * @example
 * ```ts
 * import { dense, network, relu, sequential } from '@ibp/layers';
 * import { explainProperty } from '@ibp/verify';
 *
 * const net = network([2], sequential(dense(16), relu(), dense(3)), { seed: 8 });
 * const box = { lower: Float64Array.of(0.8, 0), upper: Float64Array.of(1, 0.2) };
 * // unsafe: output 0 is the greatest
 * const unsafe = [{ c: Float64Array.of(1, -1, 0, 1, 0, -1), d: Float64Array.of(0, 0) }];
 * const [first] = await explainProperty(net, { boxes: [box], unsafe });
 * console.log(Object.keys(first?.margins[0] ?? {}).join()); // ibp,crownIbp,crown,alphaCrown
 * ```
 */
export async function explainProperty(
  network: Network | LoweredNetwork,
  property: Property,
  {
    methods = methodsByName,
    samples = 64,
    seed = 0,
  }: Pick<ExplainOptions, 'methods' | 'samples' | 'seed'> = {},
): Promise<BoxExplanation[]> {
  assertProperty('explainProperty', network, property);
  assertFinite('explainProperty', property);
  const rows = unsafeRowsOf(property);
  const found: BoxExplanation[] = [];
  tf.tidy(() => {
    const lowered = lower(rowsNetwork(network, property));
    for (const box of property.boxes) {
      found.push(explainBox(lowered, box, rows, methods, { samples, seed }));
    }
  });
  return found;
}

function explainBox(
  network: LoweredNetwork,
  whole: Enclosure,
  rows: UnsafeRows,
  methods: NonNullable<ExplainOptions['methods']>,
  drawn: Samples,
): BoxExplanation {
  const box = boxTensors([whole], network.inputShape);
  const spec = rowTensors(network, rows.spec, 1);
  const bounds = Object.entries(methods).map(
    ([name, method]) => [name, method(network, box, spec).dataSync()] as const,
  );
  const margins = rows.conjunctions.map(({ start, end }) =>
    Object.fromEntries(bounds.map(([name, of]) => [name, Math.min(...of.subarray(start, end))])),
  );
  const last = bounds.at(-1)?.[0] ?? '';
  return {
    margins,
    seen: seenValues(network, cornersOf(box, drawn), rows),
    target: margins.reduce((best, of, k) => (of[last]! > margins[best]![last]! ? k : best), 0),
    layers: layerLooseness(network, box, drawn),
  };
}

/** By conjunction, the greatest value of its least row. */
function seenValues(network: LoweredNetwork, points: tf.Tensor, rows: UnsafeRows): number[] {
  const outputs = apply(network, points).dataSync();
  const units = outputs.length / points.shape[0]!;
  const values = Array.from({ length: points.shape[0]! }, (_, i) =>
    conjunctionValues(rows, outputs.subarray(i * units, (i + 1) * units)),
  );
  return rows.conjunctions.map((_, k) => Math.max(...values.map((of) => of[k]!)));
}
