import { affineMaps } from '@ibp/exact';
import { type HostNetwork, productsOf } from '../host/host-network';
import { type Checked, checkPropertyWitness } from '../witness';
import type { Attack, Judge } from './attack';
import { type AttackEffort, attackEffort } from './effort';
import { attackOnBackend } from './on-backend';
import { attackOnHost } from './on-host';

/** Of more products a pass, a backend does many points at once faster; it multiplies with zeros too. */
const [fewProducts, share] = [2 ** 17, 1 / 16];

/**
 * Whether the host takes less time for an attack than a backend, which makes so many products: of matrices without zeros these are quick,
 * but those of the gradients of convolutions take some ten times as long, and more than the search itself.
 */
export function isForHost(host: HostNetwork, all: number): boolean {
  const products = productsOf(host);
  const byEntries = products - productsOf(host, ({ weights }) => typeof weights === 'number');
  return products <= fewProducts || products <= share * all || byEntries >= products / 2;
}

/** The attack that takes less time, and how much of it is worth a search. */
export function chooseAttack(
  problem: Checked,
  host: HostNetwork | undefined,
  reached: () => boolean,
): { readonly attack: Attack; readonly effort: AttackEffort; readonly products: number } {
  const { network, plain, rows } = problem;
  const all = affineMaps(plain).reduce((sum, map) => sum + (map ? map.outputs * map.maxTerms : 0), 1);
  const judge: Judge = {
    rows,
    check: (point, box) => checkPropertyWitness(point, box, problem),
    reached,
  };
  return host && isForHost(host, all)
    ? { attack: attackOnHost(host, judge), effort: attackEffort(productsOf(host)), products: all }
    : { attack: attackOnBackend(network, judge), effort: attackEffort(all), products: all };
}
