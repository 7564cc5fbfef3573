import { type PlainNetwork, sizeOf } from '../plain/plain-network';
import { backward } from '../rigorous/backward';
import type { Slopes } from '../rigorous/backward-activation';
import { type Enclosures, enclose, rigorousRefusal } from '../rigorous/enclose';
import type { Enclosure } from '../rigorous/enclosure';
import type { PlainSpec } from '../rigorous/spec';
import { encloseByCrown } from '../rigorous/tighten';
import { fromBase64 } from './base64';
import { uncovered } from './coverage';
import type { CertificateProof, CertificateSlopes } from './schema';

/** `confirmed` in exact arithmetic; `not confirmable`: nothing is wrong, and nothing is shown; `rejected`. */
export type Finding = {
  readonly status: 'confirmed' | 'not confirmable' | 'rejected';
  readonly reason: string;
  /** What the proof gives for each of its rows, where that was computed. */
  readonly bounds?: readonly number[];
};

const rejected = (reason: string): Finding => ({ status: 'rejected', reason });
const open = (reason: string): Finding => ({ status: 'not confirmable', reason });

/** Everything about one example that its proofs share; enclosures are made when first asked for. */
export type Region = {
  readonly network: PlainNetwork;
  readonly box: Enclosure;
  readonly spec: PlainSpec;
  readonly enclosures: (intermediate: 'ibp' | 'crown') => Enclosures;
};

export function region(network: PlainNetwork, box: Enclosure, spec: PlainSpec): Region {
  const made: { ibp?: Enclosures; crown?: Enclosures } = {};
  const enclosures = (intermediate: 'ibp' | 'crown'): Enclosures => {
    made[intermediate] ??= (intermediate === 'ibp' ? enclose : encloseByCrown)(network, box);
    return made[intermediate];
  };
  return { network, box, spec, enclosures };
}

function rowsOf({ c, d }: PlainSpec, rows: readonly number[]): PlainSpec {
  const units = c.length / d.length;
  const some = new Float64Array(rows.length * units);
  for (const [k, row] of rows.entries()) some.set(c.subarray(row * units, (row + 1) * units), k * units);
  return { c: some, d: Float64Array.from(rows, (row) => d[row]!) };
}

/** Sparse slopes as arrays with NaN, "choose", elsewhere. */
function slopesOf(
  { nodes }: PlainNetwork,
  sparse: readonly CertificateSlopes[] = [],
): { [node: number]: Slopes } {
  const spread = (node: number, units: readonly number[], values: readonly number[] | undefined) => {
    const all = new Float64Array(sizeOf(nodes[node]?.shape ?? [0])).fill(Number.NaN);
    units.forEach((unit, k) => {
      all[unit] = values?.[k] ?? Number.NaN;
    });
    return all;
  };
  return Object.fromEntries(
    sparse.map(({ node, units, above, below }) => [
      node,
      { above: spread(node, units, above), below: spread(node, units, below) },
    ]),
  );
}

/** The rows' bounds over each leaf; the greatest counts. */
function treeBounds(
  proof: Extract<CertificateProof, { kind: 'tree' }>,
  spec: PlainSpec,
  { network, box, enclosures }: Region,
): Float64Array {
  const root = enclosures(proof.intermediate);
  return proof.leaves.reduce((worst, { splits, betas = [], below = [] }) => {
    const leaf = enclose(network, box, { splits, tighter: root.boxes });
    // what is no list of numbers leaves the choice of slopes to `relax`
    const slopes = (proof.units ?? []).map((of, k) => ({
      ...of,
      below: Array.from(fromBase64(below[k] ?? '') ?? []),
    }));
    const bounds = backward(network, leaf, spec, { betas, slopes: slopesOf(network, slopes) });
    return worst.map((bound, k) => Math.max(bound, bounds[k]!));
  }, new Float64Array(spec.d.length).fill(Number.NEGATIVE_INFINITY));
}

function recompute(proof: Exclude<CertificateProof, { kind: 'unchecked' }>, at: Region): Float64Array {
  const spec = rowsOf(at.spec, proof.rows);
  if (proof.kind === 'ibp') return backward(at.network, at.enclosures('ibp'), spec, { through: 'linear' });
  if (proof.kind === 'tree') return treeBounds(proof, spec, at);
  const slopes = slopesOf(at.network, proof.slopes);
  return backward(at.network, at.enclosures(proof.intermediate), spec, { slopes });
}

/** What is wrong with a proof before anything is computed. */
function malformed(proof: CertificateProof, { spec, network }: Region): string | undefined {
  if (proof.rows.some((row) => row >= spec.d.length))
    return `expected rows below ${spec.d.length}, got ${proof.rows}`;
  if (proof.bounds && proof.bounds.length !== proof.rows.length) return 'expected a bound for each row';
  const positive = proof.bounds?.findIndex((bound) => !(bound < 0)) ?? -1;
  if (positive >= 0)
    return `row ${proof.rows[positive]}: a bound of ${proof.bounds![positive]} proves nothing`;
  if (proof.kind !== 'tree') return undefined;
  const wrong = proof.leaves.findIndex(
    ({ splits, betas }) =>
      (betas && (betas.length !== splits.length || betas.some((beta) => !(beta >= 0)))) ||
      splits.some(({ node, unit }) => unit >= sizeOf(network.nodes[node]?.shape ?? [0])),
  );
  return wrong >= 0
    ? `leaf ${wrong}: expected units of the network and a beta >= 0 for each split`
    : undefined;
}

/**
 * Computes the bounds of a proof anew, in exact arithmetic.
 *
 * @param tolerance how far a stored bound may lie below what the proof gives, relative to the larger of 1 and its
 * magnitude: what the arithmetic may have lost that found it.
 */
export function checkProof(proof: CertificateProof, at: Region, tolerance: number): Finding {
  const wrong = malformed(proof, at);
  if (wrong) return rejected(wrong);
  if (proof.kind === 'unchecked') return open(`"${proof.method}" leaves no proof that could be checked`);
  if (proof.kind === 'tree') {
    const gap = uncovered(proof.leaves.map(({ splits }) => splits));
    if (gap === 'too hard') return open('the leaves are no tree');
    if (gap) {
      const path = gap.map(({ node, unit, side }) => `node ${node} unit ${unit} ${side}`).join(', ');
      return rejected(`no leaf for ${path || 'the whole box'}`);
    }
  }
  const refusal = rigorousRefusal(at.network);
  if (refusal) return open(refusal);
  const found = recompute(proof, at);
  for (const [k, row] of proof.rows.entries()) {
    const [bound, stored] = [found[k]!, proof.bounds?.[k]];
    const least = bound - tolerance * Math.max(1, Math.abs(bound));
    if (stored !== undefined && stored < least) {
      return rejected(`row ${row}: stored a bound of ${stored}, but the proof gives ${bound}`);
    }
  }
  const thin = found.findIndex((bound) => !(bound < 0));
  if (thin >= 0) {
    return open(`row ${proof.rows[thin]}: the proof gives ${found[thin]} in exact arithmetic, not below 0`);
  }
  return {
    status: 'confirmed',
    reason: `${proof.kind}: all rows below ${Math.max(...found)} in exact arithmetic`,
    bounds: Array.from(found),
  };
}
