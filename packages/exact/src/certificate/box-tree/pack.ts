import { packIntegers, unpackIntegers } from '../integers';
import { packNumbers, unpackNumbers } from '../numbers';
import type { CertificateProof } from '../proof-schema';
import type { BoxTree } from './box-tree';

/** A proof of a certificate by input splits. */
export type BoxTreeProof = Extract<CertificateProof, { kind: 'box-tree' }>;

/** Options of `boxTreeProof`. */
export type BoxTreeOptions = Pick<BoxTreeProof, 'box' | 'form' | 'intermediate'> & {
  /** Of the property's, those that every leaf refutes. */
  readonly conjunctions: readonly number[];
};

/** A cut box as a certificate keeps it, in some 9 bytes for each leaf if its cuts are float32. */
export function boxTreeProof(
  { nodes, at, multipliers, own }: BoxTree,
  { conjunctions, ...about }: BoxTreeOptions,
): BoxTreeProof {
  return {
    kind: 'box-tree',
    conjunctions: [...conjunctions],
    ...about,
    nodes: packIntegers(nodes),
    at: packNumbers(at),
    ...(multipliers.length > 0 ? { multipliers: packNumbers(multipliers) } : {}),
    ...(own.length > 0 ? { own: own.map(({ leaf, proofs }) => ({ leaf, proofs })) } : {}),
  };
}

/** What {@link boxTreeProof} was made from, whatever it is worth; `undefined` where a list is no list of numbers. */
export function boxTreeIn({ nodes, at, multipliers, own = [] }: BoxTreeProof): BoxTree | undefined {
  const lists = {
    nodes: unpackIntegers(nodes),
    at: unpackNumbers(at),
    multipliers: multipliers ? unpackNumbers(multipliers) : new Float64Array(0),
  };
  if (!lists.nodes || !lists.at || !lists.multipliers) return undefined;
  return { nodes: lists.nodes, at: lists.at, multipliers: lists.multipliers, own };
}
