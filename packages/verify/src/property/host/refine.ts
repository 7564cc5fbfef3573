import type { Enclosure } from '@ibp/exact';
import { type HostRows, hostBackward } from './backward';
import type { HostNetwork } from './host-network';
import { type KnownUnits, take } from './known-units';

/** Rows on more inputs than this would fill the memory. */
const mostKept = 32;

export const none = { units: [], rows: [] };

/** Bounds of the units of a node whose sign is open, by backward passes of the unit and of its negative. */
export function refine(
  host: HostNetwork,
  { underflow, mostOpen }: { readonly underflow: number; readonly mostOpen: number },
  box: Enclosure,
  index: number,
  bounds: Enclosure,
): Pick<KnownUnits, 'units' | 'rows'> {
  const { lower, upper } = bounds;
  const size = lower.length;
  const units: number[] = [];
  for (let i = 0; i < size; i++) if (lower[i]! < 0 && upper[i]! > 0) units.push(i);
  if (units.length > mostOpen) return none;
  const together = host.capacity >> 1;
  const rows: HostRows[] = [];
  for (let from = 0; from < units.length; from += together) {
    const count = Math.min(together, units.length - from);
    const c = new Float64Array(2 * count * size);
    for (let k = 0; k < count; k++) {
      c[2 * k * size + units[from + k]!] = 1;
      c[(2 * k + 1) * size + units[from + k]!] = -1;
    }
    const pulled = hostBackward(host, underflow, box, index, { c, d: new Float64Array(2 * count) });
    for (let k = 0; k < count; k++) take(bounds, units[from + k]!, pulled.bounds, 2 * k);
    rows.push({ c: pulled.c, d: pulled.d });
  }
  return { units, rows: box.lower.length <= mostKept ? rows : [] };
}
