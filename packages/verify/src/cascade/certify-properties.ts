import { fail } from '@ibp/core';
import { assertProperty, ofInputsToo, type Property, rowsNetwork } from '@ibp/exact';
import type { LoweredNetwork, Network } from '@ibp/layers';
import type { CascadeOptions } from './cascade-options';
import { type Certified, certifyQuestions } from './certify';
import { questionsOfProperties } from './property-questions';

/**
 * As `certify`, of properties: boxes with ends of their own for each feature, and conjunctions of which one row has to be
 * below 0. Every stage takes part: one that bounds rows refutes a conjunction by any of them, and a point that an attack
 * offers counts where all rows of one are above 0. `propertyStage` takes conjunctions as a whole.
 *
 * A property of several boxes is a question for each: `index` counts the boxes of all properties, in their order, and
 * {@link propertyOutcomes} puts them together for a certificate. The same journals note them.
 *
 * @returns one result for each box, as they are settled and not in their order.
 * @throws as `certify`, and when a property is not one of the network or a box has an end that is not finite.
 *
 * @example
 * ```ts
 * import { dense, network, relu, sequential } from '@ibp/layers';
 * import { crown } from '@ibp/relax';
 * import { boundStage, certifyProperties, propertyStage } from '@ibp/verify';
 *
 * const net = network([2], sequential(dense(16), relu(), dense(3)), { seed: 8 });
 * // unsafe: output 0 is the greatest
 * const property = {
 *   boxes: [{ lower: Float64Array.of(0.8, 0), upper: Float64Array.of(1, 0.2) }],
 *   unsafe: [{ c: Float64Array.of(1, -1, 0, 1, 0, -1), d: Float64Array.of(0, 0) }],
 * };
 * const stages = [boundStage('crown', crown()), propertyStage()];
 * for await (const { index, verdict } of certifyProperties(net, [property], { stages })) {
 *   console.log(index, verdict.status); // 0 verified
 * }
 * ```
 */
export async function* certifyProperties(
  network: Network | LoweredNetwork,
  properties: readonly Property[],
  options: CascadeOptions,
): AsyncGenerator<Certified, void, undefined> {
  if (properties.length === 0) fail('certifyProperties', 'expected at least one property, got none');
  for (const [k, property] of properties.entries()) {
    assertProperty(`certifyProperties: property ${k}`, network, property);
  }
  // the rows of all of them are of one network
  const withInputs = properties.some((property) => property.withInputs);
  const questions = questionsOfProperties(withInputs ? properties.map(ofInputsToo) : properties);
  // every question has a ball of its own
  const ball = { epsilon: 0, range: [0, 1] as const };
  yield* certifyQuestions(rowsNetwork(network, { withInputs }), ball, options, () => [questions]);
}
