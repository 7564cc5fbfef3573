import type { Arithmetic } from '../rigorous/arithmetic';
import { rigorousRefusal } from '../rigorous/enclose';
import { isSound } from '../rigorous/enclosure';
import { boxTreeBounds } from './box-tree/bounds';
import type { BoxTree } from './box-tree/box-tree';
import { boxTreeFault } from './box-tree/fault';
import { boxTreeIn } from './box-tree/pack';
import { type Finding, open, rejected } from './finding';
import { malformed } from './malformed';
import { partBounds, treeFault } from './part-bounds';
import type { CertificateProof } from './proof-schema';
import { inForm, type Region } from './region';
import { sdpFault, sdpProofBounds } from './sdp-proof';
import { isNearTie } from './tie';
import { tooMuchWork, treeMultiplications } from './work';

const wordsOf = (arithmetic: Arithmetic) => (arithmetic === 'real' ? 'exact arithmetic' : arithmetic);

type Checked = Exclude<CertificateProof, { kind: 'unchecked' }>;

function faultOf(proof: Checked, tree: BoxTree | undefined, at: Region): Finding | undefined {
  if (proof.kind === 'tree') {
    const rows = proof.conjunctions.reduce((sum, k) => sum + at.unsafe[k]!.d.length, 0);
    const work = () => treeMultiplications(at.network, proof, rows);
    return treeFault(proof) ?? tooMuchWork(`${proof.leaves.length} leaves and what they share`, work());
  }
  if (proof.kind === 'sdp') return sdpFault(proof, at);
  return proof.kind === 'box-tree' ? boxTreeFault(tree!, proof, at) : undefined;
}

/** What a proof gives for each conjunction, and in which part of the box something is open. */
function recompute(proof: Checked, tree: BoxTree | undefined, at: Region) {
  if (proof.kind === 'sdp') return { bounds: sdpProofBounds(proof, at), where: '' };
  if (proof.kind !== 'box-tree') return { bounds: partBounds(proof, at), where: '' };
  const { bounds, failed } = boxTreeBounds(tree!, proof, at);
  return { bounds, where: failed === undefined ? '' : `leaf ${failed}, ` };
}

/**
 * Computes the bounds of a proof anew, in exact arithmetic.
 *
 * @param tolerance how far a stored bound may lie below what the proof gives, relative to the larger of 1 and its
 * magnitude: what the arithmetic may have lost that found it.
 */
export function checkProof(proof: CertificateProof, written: Region, tolerance: number): Finding {
  const { arithmetic } = written;
  if (arithmetic !== 'real' && proof.kind === 'box-tree' && proof.form) {
    return rejected(`the form ${proof.form} rounds in other places: it proves nothing in ${arithmetic}`);
  }
  if (arithmetic !== 'real' && proof.kind === 'sdp') {
    return open(`an sdp is of real arithmetic, and proves nothing in ${arithmetic}`);
  }
  const at = proof.kind === 'box-tree' ? inForm(written, proof) : written;
  const rows = at.unsafe.map(({ d }) => d.length);
  const sizes = { network: at.network, rows, boxes: (proof.box ?? 0) + 1 };
  const wrong = malformed(proof, sizes);
  if (wrong) return rejected(wrong);
  if (proof.kind === 'unchecked') return open(`"${proof.method}" leaves no proof that could be checked`);
  const refusal = rigorousRefusal(at.network, arithmetic);
  if (refusal) return open(refusal);
  if (!isSound(at.box)) return open('the box has ends that are not finite, or holds no input');
  const tree = proof.kind === 'box-tree' ? boxTreeIn(proof) : undefined;
  if (proof.kind === 'box-tree' && !tree) return rejected('its cuts are no list of numbers');
  const fault = faultOf(proof, tree, at);
  if (fault) return fault;
  const { bounds: found, where } = recompute(proof, tree, at);
  // of an optimisation, a longer one may honestly have come to less
  const allowed = proof.kind === 'sdp' ? Number.POSITIVE_INFINITY : tolerance;
  for (const [k, conjunction] of proof.conjunctions.entries()) {
    const [bound, stored] = [found[k]!, proof.bounds?.[k]];
    const least = bound - allowed * Math.max(1, Math.abs(bound));
    if (stored !== undefined && stored < least) {
      const said = `conjunction ${conjunction}: stored a bound of ${stored}, but the proof gives ${bound}`;
      const chosen = proof.kind === 'crown' && at.enclosures(proof.intermediate);
      if (chosen && isNearTie(at.network, chosen, tolerance)) return open(`${said}, where slopes are a tie`);
      return rejected(said);
    }
  }
  const thin = found.findIndex((bound) => !(bound < 0));
  if (thin >= 0) {
    const at0 = `${where}conjunction ${proof.conjunctions[thin]}`;
    return open(`${at0}: the proof gives ${found[thin]} in ${wordsOf(arithmetic)}, not below 0`);
  }
  const greatest = found.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  return {
    status: 'confirmed',
    reason: `${proof.kind}: all below ${greatest} in ${wordsOf(arithmetic)}`,
    bounds: Array.from(found),
  };
}
