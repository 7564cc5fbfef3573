import { type Enclosure, type PlainSpec, someRows } from '@ibp/exact';
import type { Bounder, Lines, SumOfRows } from '../lines';
import { refute } from '../refute';
import type { UnsafeRows } from '../rows';
import { affineForms } from './affine-forms';
import { hostBackward, type PulledRows } from './backward';
import { hostBounds, writeKnownLines } from './bounds';
import { setReach } from './errors';
import type { HostNetwork } from './host-network';
import type { Inner } from './known-units';
import { optimised } from './optimise';
import { sumsOfRows } from './sums';

/** More features, and affine forms of them cost more than they save. */
const fewFeatures = 12;

/** Of an open row, passes that improve its lines. */
const steps = 6;

/**
 * Lines by CROWN on the host, in float64 with outward rounding: what they prove holds in exact arithmetic. A part takes
 * over what is known of the box it was cut from, and units whose sign is known cost nothing; the combination of a
 * conjunction's rows that refutes it best is bounded as a row of its own. Nothing where intervals do not bound the whole box.
 *
 * @param whole all boxes lie in it. The network serves one of these at a time.
 */
export function linesOnHost(
  host: HostNetwork,
  { spec, conjunctions }: UnsafeRows,
  whole: Enclosure,
): Bounder | undefined {
  const underflow = setReach(host, whole);
  if (underflow === undefined) return undefined;
  const end = host.nodes.length - 1;
  const features = Array.from(whole.lower.keys()).filter((i) => whole.upper[i]! > whole.lower[i]!);
  const forms = features.length <= fewFeatures ? affineForms(host, features) : undefined;
  // of one or two features, a cut halves what hundreds of passes would tighten
  const effort = { forms, mostOpen: 32 * features.length ** 2 };
  const summable = host.nodes[end]!.affine !== undefined;
  const pull = (box: Enclosure, rows: PlainSpec): PulledRows[] => {
    const pulled: PulledRows[] = [];
    for (let from = 0; from < rows.d.length; from += host.capacity) {
      const count = Math.min(host.capacity, rows.d.length - from);
      const some = Array.from({ length: count }, (_, k) => from + k);
      pulled.push(hostBackward(host, underflow, box, end, someRows(rows, some)));
    }
    return pulled;
  };
  const pullSums = (box: Enclosure, sums: readonly SumOfRows[]) =>
    sums.length > 0 ? pull(box, sumsOfRows(host, { spec, conjunctions }, sums)) : [];
  /** Lines with better ones of the least row, or sum of rows, of each conjunction that is open. */
  const improved = (box: Enclosure, lines: Lines, open: readonly number[]): Lines => {
    const lower = { coefficients: lines.coefficients.slice(), constants: lines.constants.slice() };
    const bounds = lines.bounds.slice();
    const sums = lines.sums ?? [];
    const n = box.lower.length;
    for (const k of open) {
      const { start, end: after } = conjunctions[k]!;
      const places = Array.from({ length: after - start }, (_, r) => start + r);
      for (const [s, { conjunction }] of sums.entries())
        if (conjunction === k) places.push(spec.d.length + s);
      const at = places.reduce((least, place) => (bounds[place]! < bounds[least]! ? place : least));
      if (refute(box, lines, conjunctions[k]!).refuted) continue;
      const rows = at < spec.d.length ? spec : sumsOfRows(host, { spec, conjunctions }, sums);
      const row = someRows(rows, [at < spec.d.length ? at : at - spec.d.length]);
      const own = lower.coefficients.subarray(at * n, (at + 1) * n);
      const given = { c: own, d: lower.constants.subarray(at, at + 1), bounds: bounds.subarray(at, at + 1) };
      const { c, d, bounds: found } = optimised(host, underflow, box, row, { given, steps, enough: 0 });
      own.set(c);
      lower.constants[at] = d[0]!;
      bounds[at] = found[0]!;
    }
    return { ...lines, lower, bounds };
  };
  return {
    together: 1,
    bound: (parts) =>
      parts.map(({ box, inner: known, sums = [], open = [] }) => {
        const inner = hostBounds(host, underflow, box, known as Inner | undefined, effort);
        const pulled = [...pull(box, spec), ...pullSums(box, sums)];
        const first = joined(pulled, sums, inner);
        const better = (summable ? open : []).flatMap((k) => {
          const conjunction = conjunctions[k]!;
          if (conjunction.end - conjunction.start === 1) return [];
          const { refuted, multipliers } = refute(box, first, conjunction);
          return refuted || multipliers.includes(1) ? [] : [{ conjunction: k, multipliers }];
        });
        const lines =
          better.length === 0
            ? first
            : joined([...pulled, ...pullSums(box, better)], [...sums, ...better], inner);
        return improved(box, lines, open);
      }),
    estimate: ({ box, inner, sums = [] }) => {
      writeKnownLines(host, box, inner as Inner);
      return joined([...pull(box, spec), ...pullSums(box, sums)], sums, inner as Inner);
    },
  };
}

function joined(pulled: readonly PulledRows[], sums: readonly SumOfRows[], inner: Inner): Lines {
  const all = (which: 'c' | 'd' | 'bounds') =>
    pulled.length === 1
      ? pulled[0]![which]
      : Float64Array.from(pulled.flatMap((rows) => Array.from(rows[which])));
  return { coefficients: all('c'), constants: all('d'), bounds: all('bounds'), sums, inner };
}
