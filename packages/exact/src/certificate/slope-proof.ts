import type { PlainNetwork } from '@ibp/core';
import { linesBelow } from './lines-below';
import type { CertificateProof, CertificateSlopes } from './proof-schema';

/** What a backward pass for one row takes: the slopes of one activation, unit by unit, and 1 where one was chosen. */
export type RowSlopes = { readonly node: number; readonly slopes: Float32Array; readonly open: Float32Array };

/** Options of `slopeProof`. */
export type SlopeProofOptions = {
  /** Of the specification: a conjunction of its own. */
  readonly row: number;
  readonly bound: number;
  /** What bounded the hidden units. */
  readonly intermediate: 'ibp' | 'crown';
  readonly slopes: readonly RowSlopes[];
};

/** What `alphaCrownWithSlopes` found for one row of one example, as a proof of a certificate. */
export function slopeProof(
  network: PlainNetwork,
  { row, bound, intermediate, slopes }: SlopeProofOptions,
): CertificateProof {
  return {
    kind: 'crown',
    conjunctions: [row],
    bounds: [bound],
    intermediate,
    slopes: slopes
      .map(({ node, slopes: values, open }) => sparse(network, node, values, open))
      .filter(({ units }) => units.length > 0),
  };
}

function sparse(
  network: PlainNetwork,
  node: number,
  slopes: Float32Array,
  open: Float32Array,
): CertificateSlopes & { readonly below: number[] } {
  const lines = linesBelow(network, node, slopes);
  // what is left out, the checker chooses
  const units = [...lines.keys()].filter((unit) => open[unit] && Number.isFinite(lines[unit]));
  return { node, units, below: units.map((unit) => lines[unit]!) };
}
