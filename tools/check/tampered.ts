import {
  type Certificate,
  type CertificateProof,
  certificateDigest,
  float32ToBase64,
  packNumbers,
} from '@ibp/exact';
import type { Case } from './case';

type Example = Certificate['examples'][number];
type Draft = {
  certificate: Certificate;
  example: Example;
  proof: CertificateProof | undefined;
  next: () => number;
};
type Change = (draft: Draft) => boolean | undefined;
type Writable = { [key: string]: unknown };

const set = (target: object, values: object): true => {
  Object.assign(target, values);
  return true;
};
const pick = <T>(list: readonly T[], next: () => number): T => list[Math.floor(next() * list.length)]!;
const splitsOf = (proof: CertificateProof | undefined) =>
  proof?.kind === 'tree' ? proof.leaves.flatMap(({ splits }) => splits) : [];
const float64s = (packed: object): number[] => {
  const [[kind, text]] = Object.entries(packed) as [[string, string]];
  const { buffer } = Uint8Array.from(Buffer.from(text, 'base64'));
  return [...(kind === 'float32' ? new Float32Array(buffer) : new Float64Array(buffer))];
};

/** What whoever wants to be believed would change; `undefined` where a certificate has nothing of the kind. */
export const changes: { readonly [kind: string]: Change } = {
  'a smaller radius': ({ certificate }) =>
    typeof certificate.epsilon === 'number' && set(certificate, { epsilon: certificate.epsilon / 2 }),
  'a narrower range': ({ certificate }) => certificate.range && set(certificate, { range: [0.25, 0.75] }),
  'another label': ({ example: { unsafe } }) =>
    unsafe.kind === 'other-class' && set(unsafe, { label: (unsafe.label + 1) % unsafe.classes }),
  'another input': ({ example: { region } }) =>
    region.kind === 'ball' && set(region, { input: { sha256: '5'.repeat(64) } }),
  'smaller boxes': ({ example: { region } }) => {
    if (region.kind !== 'boxes') return undefined;
    return set(region.boxes[0]!, { upper: region.boxes[0]!.lower });
  },
  'rows that are true of anything': ({ example: { unsafe } }) =>
    unsafe.kind === 'rows' && set(unsafe.any[0]!, { d: unsafe.any[0]!.d.map(() => -1e6) }),
  'another network': ({ certificate }) => set(certificate, { network: 'a'.repeat(64) }),
  'another example': ({ example }) => set(example, { index: example.index + 1 }),
  'another arithmetic': ({ certificate }) =>
    set(certificate, { arithmetic: certificate.arithmetic === 'real' ? 'any-order-float32' : 'real' }),
  'the example twice': ({ certificate, example }) => certificate.examples.push(example) > 0,
  'a conjunction left out': ({ proof }) => {
    if (!proof || proof.conjunctions.length < 2) return undefined;
    for (const list of [proof.conjunctions, proof.bounds, (proof as Writable).multipliers]) {
      if (Array.isArray(list)) list.pop();
    }
    return true;
  },
  'a conjunction of none': ({ proof }) => proof && proof.conjunctions.push(9) > 0,
  'a bound that is too good': ({ proof }) =>
    proof?.bounds && set(proof, { bounds: proof.bounds.map((bound) => bound - 1) }),
  'a bound of 0': ({ proof }) => proof && set(proof, { bounds: proof.conjunctions.map(() => 0) }),
  'a leaf left out': ({ proof, next }) =>
    proof?.kind === 'tree' && proof.leaves.splice(Math.floor(next() * proof.leaves.length), 1).length > 0,
  'other planes': ({ proof }) => {
    const own = proof?.kind === 'tree' ? proof.leaves.flatMap(({ planes = [] }) => planes) : [];
    for (const plane of own) plane.slopes = float32ToBase64(new Float32Array(4));
    return own.length > 0;
  },
  'a clip by another pass': ({ proof }) => {
    const own =
      proof?.kind === 'tree' && proof.clips ? proof.leaves.flatMap(({ clipped = [] }) => clipped) : [];
    for (const clip of own) clip[1] = clip[1] === 0 ? 1 : 0;
    return own.length > 0;
  },
  'a clip after all splits': ({ proof }) => {
    const own = proof?.kind === 'tree' ? proof.leaves.filter(({ clipped }) => clipped) : [];
    for (const leaf of own) leaf.clipped![0]![0] = leaf.splits.length + 1;
    return own.length > 0;
  },
  'a multiplier of a clip below 0': ({ proof }) => {
    if (proof?.kind !== 'tree' || !proof.clips?.[1]?.betas) return undefined;
    return set(proof.clips[1], { betas: [-1] });
  },
  'clips of two conjunctions': ({ proof }) =>
    proof?.kind === 'tree' && proof.clips && set(proof, { conjunctions: [0, 1], bounds: undefined }),
  'a split on the other side': ({ proof, next }) => {
    const split = pick(splitsOf(proof), next);
    return split && set(split, { side: split.side === 'active' ? 'inactive' : 'active' });
  },
  'a split elsewhere': ({ proof, next }) => {
    const split = pick(splitsOf(proof), next);
    return split && set(split, { at: 0.375 + next() });
  },
  'a split of another unit': ({ proof, next }) => {
    const split = pick(splitsOf(proof), next);
    return split && set(split, { unit: split.unit + 2 });
  },
  'a multiplier of a split below 0': ({ proof }) => {
    if (proof?.kind !== 'tree' || !proof.leaves[0]?.betas) return undefined;
    proof.leaves[0].betas[0] = -1;
    return true;
  },
  'multipliers of rows that are others': ({ proof }) =>
    proof?.kind === 'crown' && proof.multipliers && set(proof, { multipliers: [[0.25, 3]] }),
  'slopes that are others': ({ proof, next }) =>
    proof?.kind === 'crown' &&
    proof.slopes &&
    set(proof, { slopes: proof.slopes.map((one) => ({ ...one, below: one.units.map(() => 4 * next()) })) }),
  'slopes of a node twice': ({ proof }) =>
    proof?.kind === 'crown' && proof.slopes && set(proof, { slopes: [...proof.slopes, proof.slopes[0]] }),
  'hidden units by less': ({ proof }) =>
    proof && 'intermediate' in proof && proof.intermediate === 'crown' && set(proof, { intermediate: 'ibp' }),
  'less of a proof': ({ proof }) => {
    if (proof?.kind !== 'tree' && proof?.kind !== 'crown') return undefined;
    for (const key of Object.keys(proof))
      if (!['kind', 'conjunctions', 'bounds'].includes(key)) delete (proof as Writable)[key];
    return set(proof, { kind: 'ibp' });
  },
  'cuts elsewhere': ({ proof, next }) => {
    if (proof?.kind !== 'box-tree') return undefined;
    const at = float64s(proof.at);
    return at.length > 0 && set(proof, { at: packNumbers(at.map((place) => place + (next() - 0.5) / 4)) });
  },
  'a part left out': ({ proof }) => {
    if (proof?.kind !== 'box-tree' || !('uint8' in proof.nodes)) return undefined;
    const nodes = [...Buffer.from(proof.nodes.uint8, 'base64')];
    return (
      nodes.length > 1 && set(proof, { nodes: { uint8: Buffer.from(nodes.slice(0, -1)).toString('base64') } })
    );
  },
  'a witness from outside': ({ example: { verdict } }) => {
    if (verdict.status !== 'falsified') return undefined;
    return set(verdict.witness, { x: packNumbers(float64s(verdict.witness.x).map((v) => v + 0.7)) });
  },
  'a witness of another row': ({ example: { verdict } }) =>
    verdict.status === 'falsified' && set(verdict.witness, { conjunction: 1 - verdict.witness.conjunction }),
  'a witness as a proof': ({ example }) =>
    example.verdict.status === 'falsified' &&
    set(example, { verdict: { status: 'verified', proofs: [{ kind: 'ibp', conjunctions: [0, 1] }] } }),
};

/** A certificate with a change and the digest of what it says then; `undefined` where the change is of nothing in it. */
export async function tampered(given: Case, kind: string, next: () => number): Promise<Case | undefined> {
  const certificate = structuredClone(given.certificate);
  const example = certificate.examples[0]!;
  const proofs = example.verdict.status === 'verified' ? example.verdict.proofs : [];
  const changed = changes[kind]!({ certificate, example, proof: proofs[0], next });
  if (!changed || JSON.stringify(certificate) === JSON.stringify(given.certificate)) return undefined;
  const stored = JSON.parse(JSON.stringify(certificate)) as Certificate;
  return { ...given, certificate: { ...stored, digest: await certificateDigest(stored) } };
}
