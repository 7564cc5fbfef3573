import { affineMaps } from '@ibp/exact';
import { type HostNetwork, productsOf } from '../host/host-network';
import { type Checked, checkPropertyWitness } from '../witness';
import type { Attack, Judge } from './attack';
import { type AttackEffort, attackEffort } from './effort';
import { attackOnBackend } from './on-backend';
import { attackOnHost } from './on-host';

/** Of more products a pass, a backend does many points at once faster; it multiplies with zeros too. */
const [fewProducts, share] = [2 ** 17, 1 / 16];

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
  const products = host && productsOf(host);
  return products && (products <= fewProducts || products <= share * all)
    ? { attack: attackOnHost(host, judge), effort: attackEffort(products), products: all }
    : { attack: attackOnBackend(network, judge), effort: attackEffort(all), products: all };
}
