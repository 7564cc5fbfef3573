import { fail } from '@ibp/core';
import { assertProperty, type Property, rowsNetwork } from '@ibp/exact';
import type { LoweredNetwork, Network } from '@ibp/layers';
import { plainNetwork } from '../plain/from-network';
import { assertFinite } from './assert-finite';
import { attackBox } from './attack/attack-box';
import { chooseAttack } from './attack/choose';
import { hostNetwork } from './host/host-network';
import { limitsOf } from './limits';
import { withLowered } from './lowered';
import type { PropertyOptions } from './options';
import type { PropertyWitness } from './result';
import { unsafeRowsOf } from './rows';

/** Options of `attackProperty`. */
export type AttackPropertyOptions = Pick<PropertyOptions, 'budget' | 'seed' | 'signal' | 'now'> & {
  /** How often each box is attacked, from other points every time; 1 unless given. */
  readonly rounds?: number;
};

/**
 * Looks for an input of a property's boxes with an unsafe output: the attack that `verifyProperty` begins with, and no more.
 * Points all over each box are moved up the least row of a conjunction, by signed gradient steps (Madry et al. 2018).
 *
 * @returns a witness as `verifyProperty` has it, or nothing, which proves nothing.
 * @throws when the property is not one of the network, an end of a box is infinite, or there are no rounds.
 *
 * @example
 * ```ts
 * import { dense, network, relu, sequential } from '@ibp/layers';
 * import { attackProperty } from '@ibp/verify';
 *
 * const net = network([2], sequential(dense(16), relu(), dense(3)), { seed: 8 });
 * const box = { lower: Float64Array.of(0, 0), upper: Float64Array.of(1, 1) };
 * // unsafe: output 2 is the greatest
 * const unsafe = [{ c: Float64Array.of(-1, 0, 1, 0, -1, 1), d: Float64Array.of(0, 0) }];
 * const witness = await attackProperty(net, { boxes: [box], unsafe }, { seed: 1 });
 * console.log(witness?.conjunction); // 0
 * ```
 */
export async function attackProperty(
  network: Network | LoweredNetwork,
  property: Property,
  { rounds = 1, ...options }: AttackPropertyOptions = {},
): Promise<PropertyWitness | undefined> {
  const limits = limitsOf(options);
  assertProperty('attackProperty', network, property);
  assertFinite('attackProperty', property);
  if (!(rounds >= 1)) fail('attackProperty', `expected at least one round, got ${rounds}`);
  const plain = rowsNetwork(await plainNetwork(network), property);
  const rows = unsafeRowsOf(property);
  return await withLowered(rowsNetwork(network, property), async (lowered) => {
    const reached = () => limits.reached() !== undefined;
    const problem = { network: lowered, plain, rows };
    const attacker = chooseAttack(problem, hostNetwork(plain), reached);
    for (let round = 0; round < rounds; round++) {
      for (const [box, region] of property.boxes.entries()) {
        if (reached()) return undefined;
        const key = { seed: options.seed ?? 0, name: round === 0 ? `box ${box}` : `box ${box}, ${round}` };
        const found = attackBox(region, problem, attacker, key);
        if (found) return { ...found, box };
      }
    }
    return undefined;
  });
}
