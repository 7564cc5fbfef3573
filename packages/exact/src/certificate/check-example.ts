import type { PlainNetwork } from '@ibp/core';
import { rowsNetwork } from '../property/beside-input';
import { isBall, type Property, propertyOf, type Statement } from '../property/property';
import { checkProof } from './check-proof';
import { checkWitness } from './check-witness';
import { type Finding, open, rejected } from './finding';
import { unpackNumbers } from './numbers';
import type { CertificateProof } from './proof-schema';
import { type Region, region } from './region';
import type { Certificate, CertificateExample } from './schema';
import { differs } from './stated';
import { toleranceOf } from './tolerance';

export type Terms = Pick<Certificate, 'epsilon' | 'range' | 'mode' | 'arithmetic'> & {
  readonly network: PlainNetwork;
  /** Of an input's numbers, as the version of the certificate has it. */
  readonly hash: (x: ArrayLike<number>) => Promise<string>;
};

/** Whether an example of a certificate shows what was asked. */
export async function checkExample(
  example: CertificateExample,
  asked: Statement,
  terms: Terms,
): Promise<Finding | { readonly status: 'no claim'; readonly reason: string }> {
  const property = propertyOf(asked);
  const different = differs(example, terms, asked, property) ?? (await otherInput(example, asked, terms));
  if (different) return rejected(different);
  const { verdict } = example;
  if (verdict.status === 'unknown') return { status: 'no claim', reason: verdict.reason };
  if (verdict.status === 'verified') return checkProofs(verdict.proofs, property, terms);
  const x = unpackNumbers(verdict.witness.x);
  if (!x) return rejected('the witness is no list of numbers');
  const { conjunction } = verdict.witness;
  return checkWitness(
    rowsNetwork(terms.network, property),
    { x, conjunction },
    asked,
    property,
    terms.arithmetic,
  );
}

async function otherInput(
  { region: { kind, ...rest } }: CertificateExample,
  asked: Statement,
  { hash }: Terms,
): Promise<string | undefined> {
  if (kind !== 'ball' || !('input' in rest) || !isBall(asked)) return undefined;
  const { input } = rest;
  const other = 'the input is another one';
  if ('sha256' in input) return input.sha256 === (await hash(asked.x)) ? undefined : other;
  const x = unpackNumbers(input);
  return x && x.length === asked.x.length && x.every((value, i) => value === asked.x[i]) ? undefined : other;
}

/** Every conjunction has to be refuted over every box, and by one proof: to check it twice would cost twice. */
function checkProofs(proofs: readonly CertificateProof[], property: Property, terms: Terms): Finding {
  const { boxes, unsafe } = property;
  const shown = boxes.map(() => new Set<number>());
  for (const { box, conjunctions } of proofs) {
    for (const [k, seen] of shown.entries()) {
      if (box !== undefined && box !== k) continue;
      const twice = conjunctions.find((conjunction) => seen.has(conjunction));
      if (twice !== undefined) return rejected(`conjunction ${twice} is proved twice`);
      for (const conjunction of conjunctions) seen.add(conjunction);
    }
    if (box !== undefined && box >= boxes.length) {
      return rejected(`expected a box below ${boxes.length}, got ${box}`);
    }
  }
  for (const [k, seen] of shown.entries()) {
    const missing = unsafe.findIndex((_, conjunction) => !seen.has(conjunction));
    if (missing < 0) continue;
    return rejected(`no proof for conjunction ${missing}${boxes.length > 1 ? ` over box ${k}` : ''}`);
  }
  const network = rowsNetwork(terms.network, property);
  const tolerance = toleranceOf(terms.mode, network);
  const regions: Region[] = boxes.map((box) => region(network, box, unsafe, terms.arithmetic));
  const findings = proofs.flatMap((proof) =>
    regions
      .filter((_, k) => proof.box === undefined || proof.box === k)
      .map((at) => checkProof(proof, at, tolerance)),
  );
  const worst = (status: Finding['status']) => findings.find((finding) => finding.status === status);
  return (
    worst('rejected') ??
    worst('not confirmable') ??
    (findings.length === 0
      ? open('it has no proofs')
      : { status: 'confirmed', reason: findings.map(({ reason }) => reason).join('; ') })
  );
}
