import type { PlainNetwork } from '@ibp/core';
import { base64ToFloat32, float32ToBase64 } from './base64';
import { compactTree } from './compact-tree';
import { confirmedProofs } from './confirmed-proofs';
import { listedUnits } from './listed-units';
import type { CertificateProof } from './proof-schema';
import { type ProofAbout, type Region, regionOf } from './region';

/** Binary digits after the point that slopes and multipliers are tried with. */
const digits = [3, 6, 10, 16];
/** Of a tree that lists hidden units by slopes of their own, whose every leaf is bounded for each try. */
const digitsOfTrees = [4, 8];

type Round = (value: number) => number;
const roundTo =
  (bits: number): Round =>
  (value) =>
    Math.round(value * 2 ** bits) / 2 ** bits;

/** The numbers of a packed list, rounded; what is NaN is left to whoever checks. */
const repacked = (packed: string, round: Round): string => {
  const values = base64ToFloat32(packed);
  return values ? float32ToBase64(values.map(round)) : packed;
};

function rounded(proof: CertificateProof, bits: number): CertificateProof {
  const round = roundTo(bits);
  if (proof.kind === 'tree') {
    const packed = (lists: readonly string[]) => lists.map((list) => repacked(list, round));
    return {
      ...proof,
      ...(proof.hidden && {
        hidden: proof.hidden.map((of) => ({ ...of, above: packed(of.above), below: packed(of.below) })),
      }),
      leaves: proof.leaves.map(({ betas, below, planes, ...own }) => ({
        ...own,
        ...(betas && { betas: betas.map(round) }),
        ...(below && { below: packed(below) }),
        ...(planes && { planes: planes.map((of) => ({ ...of, slopes: repacked(of.slopes, round) })) }),
      })),
    };
  }
  if (proof.kind !== 'crown' || !proof.slopes) return proof;
  const slopes = proof.slopes.map(({ below, above, ...own }) => ({
    ...own,
    ...(below && { below: below.map(round) }),
    ...(above && { above: above.map(round) }),
  }));
  return { ...proof, slopes };
}

/**
 * As `confirmedProofs`; slopes and multipliers are rounded to few digits first, as few as the proof still holds with,
 * since they fill a certificate. What has all hidden units bounded by backward passes lists the few that it needs instead, where that
 * holds. What does not hold with any number of digits is left out.
 *
 * @param about as of `confirmedProofs`.
 */
export function compactProofs(
  proofs: readonly CertificateProof[],
  network: PlainNetwork,
  about: ProofAbout | Region,
): CertificateProof[] {
  const at = regionOf(network, about); // what is enclosed is the same for all tries
  return proofs.flatMap((proof) => {
    if (proof.kind === 'tree' && !proof.hidden) {
      const [held] = confirmedProofs([proof], network, at);
      return held?.kind === 'tree' ? [inListed(compactTree(held, at), at)] : [];
    }
    const bits = proof.kind === 'tree' ? digitsOfTrees : proof.kind === 'crown' && proof.slopes ? digits : [];
    for (const one of [...bits.map((count) => rounded(proof, count)), proof]) {
      const [held] = confirmedProofs([one], network, at);
      if (held) return [inListed(held, at)];
    }
    return [];
  });
}

const inListed = (proof: CertificateProof, at: Region): CertificateProof =>
  ((proof.kind === 'crown' || proof.kind === 'tree') && listedUnits(proof, at.network, at)) || proof;
