import type { PlainNetwork } from '@ibp/core';
import { type Enclosures, enclose, encloseOnward } from '../rigorous/enclose';
import type { Enclosure } from '../rigorous/enclosure';
import { preActivations, tightened } from '../rigorous/tighten';
import { confirmedProofs } from './confirmed-proofs';
import type { CertificateProof } from './proof-schema';
import { treeMultiplications } from './work';

/** A unit that a backward pass each way bounds, and how much of its relaxation that takes away. */
type Unit = { readonly node: number; readonly unit: number; readonly gain: number };

/** The most products of a proof that is worth the search, which takes some three times as many. */
const mostWork = 2e10;

/** The same with the hidden units that it rests on in it, and no others: what is to be bounded is then in proportion to it. */
type Listable = Extract<CertificateProof, { kind: 'crown' | 'tree' }>;

/**
 * A proof that has all hidden units bounded by backward passes (`crown`), as one that lists the few that it needs: those whose relaxation the
 * passes make smaller most, as many as it holds with. A checker of it bounds no others.
 *
 * @returns nothing where it does not hold with all of them listed either, or has lines above of its own, which trees have not.
 */
export function listedUnits(
  proof: Listable,
  network: PlainNetwork,
  about: Parameters<typeof confirmedProofs>[2],
): CertificateProof | undefined {
  const { box, conjunctions, multipliers, intermediate } = { multipliers: undefined, ...proof };
  if (intermediate !== 'crown' || (proof.kind === 'tree' && proof.hidden)) return undefined;
  const slopes = proof.kind === 'crown' ? (proof.slopes ?? []) : [];
  if (slopes.length > 0) return undefined;
  const leaves = proof.kind === 'tree' ? proof.leaves : [{ splits: [], ...(multipliers && { multipliers }) }];
  const rows = conjunctions.reduce((sum, k) => sum + about.unsafe[k]!.d.length, 0);
  if (treeMultiplications(network, { intermediate, leaves }, rows) > mostWork) return undefined;
  const units = worthwhile(network, about.box);
  const of = proof.kind === 'tree' && proof.units ? { units: proof.units } : {};
  const held = (count: number): CertificateProof | undefined => {
    const hidden = entriesOf(units.slice(0, count));
    const one = {
      kind: 'tree' as const,
      conjunctions,
      ...(box !== undefined && { box }),
      intermediate: 'ibp' as const,
    };
    return confirmedProofs(
      [{ ...one, ...of, ...(hidden.length > 0 && { hidden }), leaves }],
      network,
      about,
    )[0];
  };
  let best = held(units.length);
  if (!best) return undefined;
  let [none, some] = [-1, units.length];
  while (some - none > 1 + units.length / 64) {
    const middle = Math.floor((none + some) / 2);
    const found = held(middle);
    if (found) [best, some] = [found, middle];
    else none = middle;
  }
  return best;
}

/** The units that passes make narrower, those first of which they take away most. */
function worthwhile(network: PlainNetwork, box: Enclosure): Unit[] {
  const found: Unit[] = [];
  const tighter: Enclosure[] = [];
  let now: Enclosures = enclose(network, box);
  for (const node of preActivations(network)) {
    const old = now.boxes[node];
    if (now.state !== 'bounded' || !old) break;
    const units = [...old.lower.keys()].filter((unit) => old.lower[unit]! < 0 && old.upper[unit]! > 0);
    const own = tightened(network, now, node, units);
    const area = ({ lower, upper }: Enclosure, unit: number) =>
      Math.max(-lower[unit]!, 0) * Math.max(upper[unit]!, 0);
    for (const unit of units) {
      const gain = area(old, unit) - area(own, unit);
      if (gain > 0) found.push({ node, unit, gain });
    }
    tighter[node] = own;
    now = encloseOnward(network, box, { tighter }, now, node);
  }
  return found.sort((a, b) => b.gain - a.gain);
}

/** One entry for each node, in order; slopes of their passes are left to whoever checks. */
function entriesOf(units: readonly Unit[]) {
  const nodes = [...new Set(units.map(({ node }) => node))].sort((a, b) => a - b);
  return nodes.map((node) => {
    const own = units.filter((one) => one.node === node).map(({ unit }) => unit);
    const chosen = own.map(() => '');
    return { node, units: own.sort((a, b) => a - b), above: chosen, below: chosen };
  });
}
