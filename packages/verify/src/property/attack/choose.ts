import { type PlainNetwork, sizeOf } from '@ibp/core';
import { affineMaps } from '@ibp/exact';
import { type HostNetwork, productsOf } from '../host/host-network';
import { type Checked, checkPropertyWitness } from '../witness';
import type { Attack, Judge } from './attack';
import { type AttackEffort, attackEffort } from './effort';
import { attackOnBackend } from './on-backend';
import { attackOnHost } from './on-host';

/** Of more products a pass, a backend does many points at once faster; it multiplies with zeros too. */
const [fewProducts, share] = [2 ** 17, 1 / 16];

/** A backend may take so many times as many steps for gradients as there are products. */
const mostIdle = 8;

/**
 * Whether the host takes less time for an attack than a backend, which makes so many products: of matrices without zeros these
 * are quick, but gradients of convolutions whose kernels are about as large as what they take in are not.
 */
export function isForHost(plain: PlainNetwork, host: HostNetwork, all: number): boolean {
  const products = productsOf(host);
  return products <= fewProducts || products <= share * all || gradientSteps(plain) >= mostIdle * products;
}

/** Steps for gradients of convolutions: for every number that is taken in all of the kernel, wherever that falls. */
const gradientSteps = ({ nodes }: PlainNetwork): number =>
  nodes.reduce((sum, node) => {
    if (node.op !== 'conv2d') return sum;
    const { kernel, strides } = node.params;
    const [height, width, , filters] = kernel.shape as [number, number, number, number];
    const each = (height * width * filters) / (strides[0] * strides[1]);
    return sum + each * sizeOf(nodes[node.inputs[0]!]!.shape);
  }, 0);

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
  return host && isForHost(plain, host, all)
    ? { attack: attackOnHost(host, judge), effort: attackEffort(productsOf(host)), products: all }
    : { attack: attackOnBackend(network, judge), effort: attackEffort(all), products: all };
}
