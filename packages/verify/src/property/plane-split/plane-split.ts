import { type CertificateProof, type Enclosure, region, rigorousRefusal } from '@ibp/exact';
import type { BoxOutcome } from '../input-split';
import type { Checked } from '../witness';
import { concaveOver } from './concave';
import { hiddenLayerOf, objectiveOf } from './hidden-layer';
import { treeAbout } from './leaf';
import { type PlaneSearchOptions, searchPlanes, singleRows } from './search';

/** Whether planes are for a network and the rows that are asked about. */
export const fitsPlanes = ({ plain, rows }: Pick<Checked, 'plain' | 'rows'>): boolean =>
  singleRows(rows.spec, rows.conjunctions) !== undefined && hiddenLayerOf(plain) !== undefined;

/**
 * Branch and bound of networks with one hidden layer of units in two linear pieces, such as relu: units that the row gains by are
 * bounded by planes in the inputs, which over a box leave far less than lines in what units take in do, the others as they are,
 * and cuts are made at the former alone. Every part is closed by exact arithmetic. Nothing where the network is not of that kind
 * or a conjunction has several rows.
 */
export async function splitWithPlanes(
  whole: Enclosure,
  { plain, rows }: Checked,
  options: PlaneSearchOptions,
): Promise<BoxOutcome | undefined> {
  const layer = hiddenLayerOf(plain);
  const unsafe = singleRows(rows.spec, rows.conjunctions);
  if (!layer || !unsafe || rigorousRefusal(plain)) return undefined;
  const at = region(plain, whole, unsafe);
  if (at.enclosures('ibp').state !== 'bounded') return undefined;
  const method = 'branch-and-bound';
  const proofs: CertificateProof[] = [];
  for (const [conjunction, row] of unsafe.entries()) {
    const found = await searchPlanes(plain, layer, at, conjunction, options);
    const { status, witness, reason, leaves, bound } = found;
    if (status !== 'verified') {
      return { status, method, ...(witness ? { witness } : {}), ...(reason ? { reason } : {}) };
    }
    const concave = concaveOver(layer, objectiveOf(plain, layer, row), whole);
    proofs.push({ ...treeAbout(layer, concave, conjunction), bounds: [bound], leaves: [...leaves] });
  }
  return { status: 'verified', method, proofs };
}
