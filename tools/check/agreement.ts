import { stream } from '@ibp/testing';
import { both } from './both';
import type { Case } from './case';
import { made } from './made';
import { changes, tampered } from './tampered';

type Row = [
  what: string,
  all: number,
  confirmed: number,
  open: number,
  rejected: number,
  other: number,
  differ: number,
];

/**
 * Certificates of every kind of proof, and of each kind as many with a change as asked for: what both checkers make of them, by kind of
 * proof, and of the changed ones by kind of change too.
 */
export async function agreement(
  seed: number,
  count: number,
  networks?: number,
): Promise<{ rows: Row[]; changed: Row[]; differ: string[] }> {
  const next = stream(seed + 2);
  const given = await made(seed, networks);
  const byKind = new Map<string, Case[]>();
  for (const one of given) {
    const kind = kindOf(one);
    byKind.set(kind, [...(byKind.get(kind) ?? []), one]);
  }
  const cases: (Case & { readonly kind: string; readonly change?: string })[] = given.map((one) => ({
    ...one,
    kind: kindOf(one),
  }));
  const names = Object.keys(changes);
  for (const [kind, all] of byKind) {
    for (let k = 0, tries = 0; k < count && tries < 1000 * count; tries++) {
      const change = names[tries % names.length]!;
      const one = all[Math.floor(next() * all.length)]!;
      const changed = await tampered(one, change, next);
      if (!changed) continue; // nothing of the kind in it
      cases.push({ ...changed, name: `${one.name}, ${change}`, kind: `changed: ${kind}`, change });
      k += 1;
    }
  }
  const found = await both(cases);
  const [rows, changed] = [new Map<string, Row>(), new Map<string, Row>()];
  const differ: string[] = [];
  for (const [k, { kind, change, name }] of cases.entries()) {
    const { ours, theirs } = found[k]!;
    note(rows, kind, ours, ours !== theirs);
    if (change) note(changed, change, ours, ours !== theirs);
    if (ours !== theirs) differ.push(`${name}: ${ours} here, ${theirs} there`);
  }
  return { rows: [...rows.values()], changed: [...changed.values()], differ };
}

/** The kind of proof, whatever it is of: radii beyond it, and what float32 found, are of that kind as well. */
const kindOf = ({ name }: Case): string => name.replace(/^\w+: /, '').replace(/, (too wide|of float32)$/, '');

function note(rows: Map<string, Row>, kind: string, status: string, differs: boolean): void {
  const row = rows.get(kind) ?? [kind, 0, 0, 0, 0, 0, 0];
  rows.set(kind, row);
  row[1] += 1;
  const place = ['', '', 'confirmed', 'not confirmable', 'rejected'].indexOf(status);
  row[(place < 0 ? 5 : place) as 5] += 1;
  if (differs) row[6] += 1;
}
