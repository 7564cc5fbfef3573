import { gzipSync } from 'node:zlib';
import type { AnyCertificate, CertificateExample, CertificateProof } from '@ibp/exact';
import Table from 'cli-table3';

/** What the examples of one kind of proof take, each on average. */
type Row = {
  examples: number;
  confirmed: number;
  bytes: number;
  packed: number;
  checking: number;
  proving: number;
};

/** Seconds by place in the data. */
export type SecondsOf = ReadonlyMap<number, number>;

const depth = (proof: CertificateProof): string => {
  if (!('intermediate' in proof)) return proof.kind;
  const hidden = proof.kind === 'tree' && proof.hidden ? ', hidden units listed' : '';
  return proof.intermediate === 'crown' ? `${proof.kind}, all hidden units` : `${proof.kind}${hidden}`;
};

/** What an example is proved by: the dearest kinds of its proofs, beside intervals. */
function kindOf({ verdict }: CertificateExample): string {
  if (verdict.status !== 'verified') return verdict.status === 'falsified' ? 'counter-example' : 'unknown';
  const kinds = [...new Set(verdict.proofs.map(depth))].sort();
  const dear = kinds.filter((kind) => kind !== 'ibp');
  return (dear.length > 0 ? dear : kinds).join(' and ');
}

/**
 * A table of what certificates of examples take, by kind of proof: bytes, packed and not, and seconds, of which those of proving are left
 * out where they are not known. A certificate packed whole is smaller than its examples, each packed by itself.
 */
export function costTable(
  certificate: AnyCertificate,
  {
    checking,
    proving,
    confirmed,
  }: { readonly checking: SecondsOf; readonly proving?: SecondsOf; readonly confirmed: ReadonlySet<number> },
): string {
  const rows = new Map<string, Row>();
  if (certificate.version === 1) return '';
  for (const example of certificate.examples) {
    const seconds = checking.get(example.index);
    if (seconds === undefined) continue;
    const kind = kindOf(example);
    const row = rows.get(kind) ?? { examples: 0, confirmed: 0, bytes: 0, packed: 0, checking: 0, proving: 0 };
    rows.set(kind, row);
    const text = JSON.stringify(example);
    row.examples += 1;
    row.confirmed += confirmed.has(example.index) ? 1 : 0;
    row.bytes += text.length;
    row.packed += gzipSync(text).length;
    row.checking += seconds;
    row.proving += proving?.get(example.index) ?? Number.NaN;
  }
  const head = ['proofs', 'examples', 'confirmed', 'bytes', 'packed', 'seconds to check', 'to prove'];
  const table = new Table({ head, style: { head: [], border: [] } });
  const each = (sum: number, n: number, digits: number) =>
    Number.isNaN(sum) ? '' : (sum / n).toFixed(digits);
  for (const [kind, row] of [...rows].sort(([, a], [, b]) => b.examples - a.examples)) {
    const { examples: n } = row;
    table.push([
      kind,
      n,
      row.confirmed,
      each(row.bytes, n, 0),
      each(row.packed, n, 0),
      each(row.checking, n, 3),
      each(row.proving, n, 3),
    ]);
  }
  return table.toString();
}
