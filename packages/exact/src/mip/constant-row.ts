import type { PlainNetwork } from '@ibp/core';
import { rigorousBounds } from '../rigorous/bounds';
import type { Enclosure } from '../rigorous/enclosure';
import type { PlainSpec } from '../rigorous/spec';
import { intoBox, isInBox } from './into-box';
import { breaks, type Confirm, type RowVerdict } from './row-verdict';

/** Whether a box is one point. */
export const isPoint = ({ lower, upper }: Enclosure): boolean => lower.every((l, i) => l === upper[i]);

/**
 * Decides a row that has one value all over the box: no solver is needed, and none has tolerances as small as float64,
 * in which every rounding is counted (`rigorousBounds`).
 *
 * @param known ends of the row's value that are known from elsewhere.
 */
export async function constantRow(
  network: PlainNetwork,
  box: Enclosure,
  spec: PlainSpec,
  confirm: Confirm | undefined,
  known: readonly [least: number, greatest: number] = [-Infinity, Infinity],
): Promise<Omit<RowVerdict, 'seconds' | 'cpuSeconds'>> {
  const [least, greatest] = endsOf(network, box, spec);
  if (greatest < 0) return { status: 'verified', bound: greatest };
  const point = intoBox(box.lower, box);
  if (await breaks(network, box, spec, point, confirm)) return { status: 'falsified', witness: point };

  const [from, to] = [Math.max(least, known[0]), Math.min(greatest, known[1])];
  const unknown = { status: 'unknown' as const, bound: to };
  if (!Number.isFinite(to - from)) {
    return { ...unknown, reason: 'not-finite', detail: `the row is from ${from} to ${to}, not finite` };
  }
  if (!(from > 0)) {
    const detail = `the row has one value over the box, from ${from} to ${to}: its sign is lost in rounding`;
    return { ...unknown, reason: 'tolerance', detail };
  }
  const why = isInBox(point, box)
    ? 'but not in the network as it runs'
    : 'but no float32 input is in the box to show it';
  return { ...unknown, reason: 'undecided', detail: `the row is at least ${from} all over the box, ${why}` };
}

/** The row from below and from above, in exact arithmetic. */
function endsOf(network: PlainNetwork, box: Enclosure, { c, d }: PlainSpec): [number, number] {
  const opposite = { c: c.map((v) => -v), d: d.map((v) => -v) };
  return [-rigorousBounds(network, box, opposite)[0]!, rigorousBounds(network, box, { c, d })[0]!];
}
