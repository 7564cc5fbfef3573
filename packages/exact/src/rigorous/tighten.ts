import { fail, type PlainNetwork } from '@ibp/core';
import { affineMaps } from '../plain/linear-nodes';
import { type ExactBackwardOptions, exactBackward } from './backward';
import { curveOf } from './curves';
import { type EncloseOptions, type Enclosures, enclose, encloseOnward } from './enclose';
import { assertNode, type Enclosure } from './enclosure';
import { linesOf } from './lines';

/** The nodes whose bounds decide how tightly activations are relaxed: those that activations take in. */
export function preActivations({ nodes }: PlainNetwork): number[] {
  const inputs = nodes.filter((node) => linesOf(node)).map((node) => node.inputs[0]!);
  return [...new Set(inputs)].sort((a, b) => a - b);
}

/**
 * The box of one node, made tighter by two backward passes for each given unit (both signs of the unit as the
 * specification), in exact arithmetic.
 *
 * @throws when the node or a unit is not there.
 */
export function tightened(
  network: PlainNetwork,
  enclosures: Enclosures,
  node: number,
  units: readonly number[],
  options: Omit<ExactBackwardOptions, 'node'> = {},
): Enclosure {
  assertNode('tightened', network, node);
  const box = enclosures.boxes[node];
  if (!box) fail('tightened', `expected enclosures that bound node ${node}, got none`);
  const wrong = units.find((unit) => !(Number.isInteger(unit) && unit >= 0 && unit < box.lower.length));
  if (wrong !== undefined) {
    fail('tightened', `expected units from 0 to ${box.lower.length - 1} of node ${node}, got ${wrong}`);
  }
  const [lower, upper] = [box.lower.slice(), box.upper.slice()];
  const n = lower.length;
  const atOnce = 64; // coefficients of this many specifications are in memory
  for (let from = 0; from < units.length; from += atOnce) {
    const some = units.slice(from, from + atOnce);
    const c = new Float64Array(2 * some.length * n);
    for (const [k, unit] of some.entries()) {
      c[2 * k * n + unit] = 1;
      c[(2 * k + 1) * n + unit] = -1;
    }
    const d = new Float64Array(2 * some.length);
    const bounds = exactBackward(network, enclosures, { c, d }, { ...options, node });
    for (const [k, unit] of some.entries()) {
      // NaN where a pass failed: what is known stays
      if (bounds[2 * k]! < upper[unit]!) upper[unit] = bounds[2 * k]!;
      if (-bounds[2 * k + 1]! > lower[unit]!) lower[unit] = -bounds[2 * k + 1]!;
    }
  }
  return { lower, upper };
}

/**
 * Enclosures with CROWN's intermediate bounds: layer by layer, the units that interval bounds leave on both sides of 0
 * are bounded backward (all of them before an activation that is not in linear pieces), and what follows is enclosed anew.
 */
export function encloseByCrown(
  network: PlainNetwork,
  input: Enclosure,
  options: EncloseOptions = {},
): Enclosures {
  const tighter: Enclosure[] = [...(options.tighter ?? [])] as Enclosure[];
  let enclosures = enclose(network, input, options);
  const firstIsExact = new Set(firstLinear(network));
  for (const node of preActivations(network)) {
    if (enclosures.state !== 'bounded' || firstIsExact.has(node)) continue;
    const { lower, upper } = enclosures.boxes[node]!;
    const curved = network.nodes.some((other) => other.inputs.includes(node) && curveOf(other));
    const open = (i: number) => (curved ? lower[i]! < upper[i]! : lower[i]! < 0 && upper[i]! > 0);
    tighter[node] = tightened(network, enclosures, node, [...lower.keys()].filter(open));
    enclosures = encloseOnward(network, input, { ...options, tighter }, enclosures, node);
  }
  return enclosures;
}

/** The nodes that one linear op computes from the input: interval bounds are exact there. */
function firstLinear(network: PlainNetwork): number[] {
  const maps = affineMaps(network);
  return network.nodes.flatMap(({ inputs }, i) => (maps[i] && inputs.every((j) => j === 0) ? [i] : []));
}
