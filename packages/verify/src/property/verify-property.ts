import { sizeOf } from '@ibp/core';
import { assertProperty, type Enclosure, type Property, rowsNetwork } from '@ibp/exact';
import type { LoweredNetwork, Network } from '@ibp/layers';
import { plainNetwork } from '../plain/from-network';
import { assertFinite } from './assert-finite';
import { attackBox } from './attack/attack-box';
import { chooseAttack } from './attack/choose';
import { linesOnBackend } from './backend-lines';
import { branchOnActivations } from './branch-on-activations';
import { chooseStrategy } from './choose-strategy';
import { linesOnHost } from './host/host-lines';
import { type HostNetwork, hostNetwork } from './host/host-network';
import { type BoxOutcome, splitInputs } from './input-split';
import { type Limits, limitsOf } from './limits';
import { withLowered } from './lowered';
import type { PropertyOptions, PropertyResult } from './options';
import { unsafeRowsOf } from './rows';
import type { Checked } from './witness';

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
 * @throws when the property is not one of the network, or an end of a box is infinite.
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
    const tools = { host, ...attacker };
    for (const [box, region] of boxes.entries()) {
      if (limits.reached()) break;
      const witness = attackBox(region, problem, tools, { seed: options.seed ?? 0, name: `box ${box}` });
      if (witness) return result('falsified', { witness: { ...witness, box }, method: 'attack' });
    }
    for (const [box, region] of boxes.entries()) {
      const outcome = await settle(region, { ...problem, ...tools }, limits, options, [box, boxes.length]);
      trees[box] = outcome.tree;
      proofs[box] = outcome.proofs;
      methods.add(outcome.method);
      if (outcome.witness) return result('falsified', { witness: { ...outcome.witness, box } });
      if (outcome.status !== 'verified') unknown ??= outcome;
    }
    if (unknown) return result('unknown', unknown.reason ? { reason: unknown.reason } : {});
    return result('verified', {});
  });
}

type Tools = { readonly host: HostNetwork | undefined } & ReturnType<typeof chooseAttack>;

async function settle(
  region: Enclosure,
  problem: Checked & Tools,
  limits: Limits,
  options: PropertyOptions,
  [box, boxes]: readonly [number, number],
): Promise<BoxOutcome> {
  const { network, plain, rows, host, attack, effort, products } = problem;
  const { strategy = 'auto', batch = 128, seed = 0, onProgress } = options;
  const onBatch = (open: number) => {
    onProgress?.({ box, boxes, nodes: limits.nodes, open, seconds: limits.seconds() });
  };
  const chosen = strategy === 'auto' ? chooseStrategy(plain, region) : strategy;
  if (chosen === 'branch-and-bound') return await branchOnActivations(region, problem, limits, options);
  return await splitInputs(region, rows, {
    bounder: (host && linesOnHost(host, rows, region)) ?? linesOnBackend(network, rows.spec, products),
    limits,
    batch: Math.max(1, Math.min(batch, Math.floor(2 ** 20 / sizeOf(network.inputShape)))),
    seed,
    attack,
    attackPoints: Math.max(1, Math.min(64, effort.points)),
    onBatch,
  });
}
