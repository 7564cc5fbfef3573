import { assertProperty, type Property, rowsNetwork } from '@ibp/exact';
import { assertWeightsStayed, type LoweredNetwork, type Network, watchWeights } from '@ibp/layers';
import { plainNetwork } from '../plain/from-network';
import { searchedOnce } from './activation-split/activation-split';
import { assertFinite } from './assert-finite';
import { attackBox } from './attack/attack-box';
import { chooseAttack } from './attack/choose';
import { hostNetwork } from './host/host-network';
import type { BoxOutcome } from './input-split';
import { limitsOf } from './limits';
import { withLowered } from './lowered';
import type { PropertyOptions } from './options';
import type { PropertyResult } from './result';
import { unsafeRowsOf } from './rows';
import { settle } from './settle';

/**
 * Complete verification of a property: no input of any of its boxes has an unsafe output. An attack comes first; then
 * each box is cut until every unsafe conjunction is refuted on every part, by one of its rows or by a convex combination
 * of them, or an unsafe input turns up.
 *
 * The witness is a float32 input; it counts only if all rows of a conjunction are above 0 there in the network as it runs and,
 * surely, as real numbers. Random numbers come from the seed: the same call takes the same decisions, but for where a budget
 * of time cuts it.
 *
 * @param property boxes of finite ends; `assertProperty` of `@ibp/exact` says what is one of the network.
 * @throws when the property is not one of the network, an end of a box is infinite, or weights were assigned meanwhile.
 *
 * @example
 * ```ts
 * import { dense, network, relu, sequential } from '@ibp/layers';
 * import { verifyProperty } from '@ibp/verify';
 *
 * const net = network([2], sequential(dense(16), relu(), dense(3)), { seed: 8 });
 * const box = { lower: Float64Array.of(0.8, 0), upper: Float64Array.of(1, 0.2) };
 * // unsafe: output 0 is the greatest
 * const unsafe = [{ c: Float64Array.of(1, -1, 0, 1, 0, -1), d: Float64Array.of(0, 0) }];
 * const { status } = await verifyProperty(net, { boxes: [box], unsafe }, { budget: 10 });
 * console.log(status); // verified
 * ```
 */
export async function verifyProperty(
  network: Network | LoweredNetwork,
  property: Property,
  options: PropertyOptions = {},
): Promise<PropertyResult> {
  const limits = limitsOf(options);
  const stayed = watchWeights(network);
  const own = await plainNetwork(network);
  assertProperty('verifyProperty', own, property);
  assertFinite('verifyProperty', property);
  const rows = unsafeRowsOf(property);
  const plain = rowsNetwork(own, property);
  return await withLowered(rowsNetwork(network, property), async (lowered) => {
    const problem = { network: lowered, plain, rows };
    const { boxes } = property;
    const trees: PropertyResult['trees'][number][] = boxes.map(() => undefined);
    const proofs: PropertyResult['proofs'][number][] = boxes.map(() => undefined);
    const methods = new Set<string>();
    let unknown: BoxOutcome | undefined;
    const result = (status: PropertyResult['status'], more: Partial<PropertyResult>): PropertyResult => ({
      status,
      method: [...methods].join('+'),
      nodes: limits.nodes,
      seconds: limits.seconds(),
      trees,
      proofs,
      ...more,
    });
    const host = hostNetwork(plain);
    const attacker = chooseAttack(problem, host, () => limits.reached() !== undefined);
    const tools = { host, searched: searchedOnce(plain), ...attacker };
    for (const [box, region] of boxes.entries()) {
      if (limits.reached()) break;
      const witness = attackBox(region, problem, tools, { seed: options.seed ?? 0, name: `box ${box}` });
      if (witness) return result('falsified', { witness: { ...witness, box }, method: 'attack' });
    }
    for (const [box, region] of boxes.entries()) {
      const outcome = await settle({
        ...{ region, place: [box, boxes.length], limits, options },
        problem: { ...problem, ...tools },
      });
      trees[box] = outcome.tree;
      proofs[box] = outcome.proofs;
      methods.add(outcome.method);
      if (outcome.witness) return result('falsified', { witness: { ...outcome.witness, box } });
      if (outcome.status !== 'verified') unknown ??= outcome;
    }
    assertWeightsStayed('verifyProperty', stayed);
    if (unknown) return result('unknown', unknown.reason ? { reason: unknown.reason } : {});
    return result('verified', {});
  });
}
