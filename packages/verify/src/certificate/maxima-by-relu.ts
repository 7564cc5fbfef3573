import { boxTreeOf, boxTreeProof, type CertificateProof } from '@ibp/exact';

/** A proof by cuts of hidden units. */
export type TreeProof = Extract<CertificateProof, { kind: 'tree' }>;

/** Proofs of the form that `maximaByRelu` makes of a network, as one of the network itself: of its box as a single leaf. */
export const ofMaximaByRelu = (proofs: readonly TreeProof[]): CertificateProof =>
  boxTreeProof(boxTreeOf([{ proofs: [...proofs] }]), {
    conjunctions: proofs.flatMap(({ conjunctions }) => conjunctions),
    intermediate: 'ibp',
    form: 'maxima-by-relu',
  });

/** What {@link ofMaximaByRelu} was given; nothing of other proofs. */
export const inMaximaByRelu = (proof: CertificateProof | undefined): TreeProof[] | undefined =>
  proof?.kind === 'box-tree' && proof.form === 'maxima-by-relu'
    ? proof.own?.flatMap(({ proofs }) => proofs.filter(isTree))
    : undefined;

export const isTree = (proof: CertificateProof): proof is TreeProof => proof.kind === 'tree';

/** A proof about other conjunctions, and so those of its leaves. */
export function renumbered<P extends CertificateProof>(proof: P, place: (conjunction: number) => number): P {
  const conjunctions = proof.conjunctions.map(place);
  if (proof.kind !== 'box-tree' || !proof.own) return { ...proof, conjunctions };
  const own = proof.own.map((of) => ({ ...of, proofs: of.proofs.map((one) => renumbered(one, place)) }));
  return { ...proof, conjunctions, own };
}
