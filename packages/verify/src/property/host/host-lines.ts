import type { PlainNetwork } from '@ibp/core';
import { type Enclosure, type PlainSpec, someRows } from '@ibp/exact';
import type { Bounder, Lines } from '../lines';
import { hostBackward } from './backward';
import { hostBounds, type Inner, writeKnownLines } from './bounds';
import { setReach } from './errors';
import type { HostNetwork } from './host-network';

/**
 * Lines by CROWN on the host, in float64 with outward rounding: what they prove holds in exact arithmetic. A part takes
 * over what is known of the box it was cut from, and units whose sign is known cost nothing. Nothing where intervals do
 * not bound the whole box.
 *
 * @param whole all boxes lie in it. The network serves one of these at a time.
 */
export function linesOnHost(
  host: HostNetwork,
  plain: PlainNetwork,
  spec: PlainSpec,
  whole: Enclosure,
): Bounder | undefined {
  const underflow = setReach(host, plain, whole);
  if (underflow === undefined) return undefined;
  const end = host.nodes.length - 1;
  const chunks: PlainSpec[] = [];
  for (let from = 0; from < spec.d.length; from += host.capacity) {
    const count = Math.min(host.capacity, spec.d.length - from);
    chunks.push(
      someRows(
        spec,
        Array.from({ length: count }, (_, k) => from + k),
      ),
    );
  }
  const lines = (box: Enclosure, inner: Inner): Lines => {
    const pulled = chunks.map((rows) => hostBackward(host, underflow, box, end, rows));
    const joined = (which: 'c' | 'd' | 'bounds') =>
      pulled.length === 1
        ? pulled[0]![which]
        : Float64Array.from(pulled.flatMap((rows) => Array.from(rows[which])));
    return { coefficients: joined('c'), constants: joined('d'), bounds: joined('bounds'), inner };
  };
  return {
    bound: (parts) =>
      parts.map(({ box, inner }) => lines(box, hostBounds(host, underflow, box, inner as Inner | undefined))),
    estimate: ({ box, inner }) => {
      writeKnownLines(host, box, inner as Inner);
      return lines(box, inner as Inner);
    },
  };
}
