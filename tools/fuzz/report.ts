import Table from 'cli-table3';
import { claims, contradictions, type Line, type Tally } from './tally';

const plain = {
  chars: { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' },
  style: { head: [], border: [] },
};

const columns: { readonly [head: string]: (line: Line) => string | number } = {
  nets: ({ nets }) => nets,
  claims: (line) => line.claims,
  proved: ({ proved }) => proved,
  silent: ({ silent }) => silent,
  'false proofs': ({ faults }) => faults['false-proof'],
  low: ({ faults }) => faults.low,
  outside: ({ faults }) => faults.outside,
  'false witnesses': ({ faults }) => faults['false-witness'],
  coarse: ({ coarse }) => coarse,
  worst: ({ worst }) => (worst === 0 ? '' : worst.toPrecision(3)),
  'ms/net': ({ seconds, nets }) => ((1000 * seconds) / Math.max(1, nets)).toFixed(1),
};

/** What each method made of the nets, a line for each backend. */
function methodTable({ lines }: Tally): string {
  const table = new Table({ ...plain, head: ['method', 'backend', ...Object.keys(columns)] });
  for (const [key, line] of [...lines].sort(([a], [b]) => a.localeCompare(b))) {
    table.push([...key.split('|'), ...Object.values(columns).map((of) => of(line))]);
  }
  return table.toString();
}

/** The whole report, for people. */
export function report(tally: Tally): string {
  const families = [...tally.families].map(
    ([name, { nets, faults }]) => `${name} ${nets}${faults > 0 ? ` (${faults} contradictions)` : ''}`,
  );
  return [
    methodTable(tally),
    `families, by nets: ${families.join(', ')}`,
    ...[...tally.errors].map(([message, { count, index }]) => `${count} x ${message}, first in net ${index}`),
    `${tally.nets} nets, ${claims(tally)} claims, ${contradictions(tally)} contradictions`,
  ].join('\n');
}
