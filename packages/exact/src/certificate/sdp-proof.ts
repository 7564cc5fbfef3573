import type { PlainNetwork } from '@ibp/core';
import { oneHiddenLayer } from '../sdp/one-hidden-layer';
import { sdpBounds, sdpRadii } from '../sdp/sdp-bounds';
import { type Finding, open } from './finding';
import { checkerLimits } from './limits';
import type { CertificateProof } from './proof-schema';
import { type Region, summed } from './region';

/** A proof of a certificate by semidefinite programming. */
export type SdpProof = Extract<CertificateProof, { kind: 'sdp' }>;

/** The most sweeps that multipliers are sought in, of so many numbers a unit, and factorisations that are tried. */
const [sweeps, rank, factorisations] = [100, 20, 12];

/** Products that the bounds of so many rows may take. */
function multiplicationsOf(network: PlainNetwork, rows: number): number {
  const { hidden, inputs } = oneHiddenLayer('checkCertificate', network);
  const search = 2 * sweeps * rank * inputs * (hidden + 1);
  return rows * (search + (factorisations * (inputs + hidden + 1) ** 3) / 3);
}

/** What keeps such a proof from being done again, found before anything is computed. */
export function sdpFault({ conjunctions }: SdpProof, { network, unsafe }: Region): Finding | undefined {
  try {
    const rows = conjunctions.reduce((sum, k) => sum + unsafe[k]!.d.length, 0);
    const work = multiplicationsOf(network, rows);
    const most = checkerLimits.multiplications;
    return work > most
      ? open(`${rows} rows may take ${work} multiplications, more than the ${most} that are done`)
      : undefined;
  } catch (error) {
    return open((error as Error).message);
  }
}

/** The least bound of each conjunction: of its rows, or of their sum. */
export function sdpProofBounds({ conjunctions, multipliers = [] }: SdpProof, at: Region): Float64Array {
  const { network, box, unsafe, enclosures } = at;
  const bounds = sdpBounds(network, sdpRadii(network, [box]), { sweeps, rank });
  return Float64Array.from(conjunctions, (conjunction, k) => {
    const rows = summed(unsafe[conjunction]!, multipliers[k], enclosures('ibp'));
    // NaN bounds nothing: the others may
    return bounds(box, rows).reduce(
      (least, own) => (own < least || Number.isNaN(least) ? own : least),
      Number.NaN,
    );
  });
}
