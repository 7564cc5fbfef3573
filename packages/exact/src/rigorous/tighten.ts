import { fail, isOf, type PlainNetwork, vocabulary } from '@ibp/core';
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

/** Ops whose planes are made of boxes of all their units, activations apart. */
const withPlanes: ReadonlySet<string> = new Set(['multiply', 'matMul', 'softmax']);

/**
 * What products and softmax take in. Of copies, such as what repeats a unit for each place, it is the nodes that they are of,
 * unless these have more units.
 */
function beforePlanes({ nodes }: PlainNetwork, maps: ReturnType<typeof affineMaps>): number[] {
  const found = new Set<number>();
  const look = (index: number): void => {
    const { op, inputs } = nodes[index]!;
    const map = maps[index];
    const copies = map?.maxTerms === 1 && !(isOf('linear', op) && vocabulary[op].weights);
    if (copies && map.inputs <= map.outputs) for (const input of inputs) look(input);
    else found.add(index);
  };
  for (const { op, inputs } of nodes) if (withPlanes.has(op)) for (const input of inputs) look(input);
  return [...found].filter((index) => index > 0);
}

/** The nodes that {@link encloseByCrown} bounds backward: what activations, products and softmax take in. */
export function boundedNodes(network: PlainNetwork): number[] {
  const all = [...preActivations(network), ...beforePlanes(network, affineMaps(network))];
  return [...new Set(all)].sort((a, b) => a - b);
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
 * are bounded backward (all of them before an activation that is not in linear pieces, a product or softmax), and what follows
 * is enclosed anew.
 */
export function encloseByCrown(
  network: PlainNetwork,
  input: Enclosure,
  options: EncloseOptions = {},
): Enclosures {
  const tighter: Enclosure[] = [...(options.tighter ?? [])] as Enclosure[];
  let enclosures = enclose(network, input, options);
  const firstIsExact = new Set(firstLinear(network));
  const wholly = new Set(beforePlanes(network, affineMaps(network)));
  for (const node of boundedNodes(network)) {
    if (enclosures.state !== 'bounded' || firstIsExact.has(node)) continue;
    const { lower, upper } = enclosures.boxes[node]!;
    const curved =
      wholly.has(node) || network.nodes.some((other) => other.inputs.includes(node) && curveOf(other));
    const open = (i: number) => (curved ? lower[i]! < upper[i]! : lower[i]! < 0 && upper[i]! > 0);
    tighter[node] = tightened(network, enclosures, node, [...lower.keys()].filter(open));
    enclosures = encloseOnward(network, input, { ...options, tighter }, enclosures, node);
  }
  return enclosures;
}

/** The nodes that one linear op computes from the input: interval bounds are exact there. */
export function firstLinear(network: PlainNetwork): number[] {
  const maps = affineMaps(network);
  return network.nodes.flatMap(({ inputs }, i) => (maps[i] && inputs.every((j) => j === 0) ? [i] : []));
}
