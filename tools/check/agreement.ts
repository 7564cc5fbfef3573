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

/** Certificates of every kind, and as many with a change as asked for: what both checkers make of them, by kind. */
export async function agreement(
  seed: number,
  count: number,
  networks?: number,
): Promise<{ rows: Row[]; differ: string[] }> {
  const next = stream(seed + 2);
  const given = await made(seed, networks);
  const cases: (Case & { readonly kind: string })[] = given.map((one) => ({
    ...one,
    kind: one.name.replace(/^\w+: /, ''),
  }));
  const kinds = Object.keys(changes);
  for (let k = 0, tries = 0; k < count && tries < 1000 * count; tries++) {
    const kind = kinds[k % kinds.length]!;
    const one = given[Math.floor(next() * given.length)]!;
    const changed = await tampered(one, kind, next);
    if (!changed) continue; // nothing of the kind in it
    cases.push({ ...changed, name: `${one.name}, ${kind}`, kind: `tampered: ${kind}` });
    k += 1;
  }
  const found = await both(cases);
  const rows = new Map<string, Row>();
  const differ: string[] = [];
  for (const [k, { kind, name }] of cases.entries()) {
    const { ours, theirs } = found[k]!;
    const row = rows.get(kind) ?? [kind, 0, 0, 0, 0, 0, 0];
    rows.set(kind, row);
    row[1] += 1;
    const place = ['', '', 'confirmed', 'not confirmable', 'rejected'].indexOf(ours);
    row[(place < 0 ? 5 : place) as 5] += 1;
    if (ours === theirs) continue;
    row[6] += 1;
    differ.push(`${name}: ${ours} here, ${theirs} there`);
  }
  return { rows: [...rows.values()], differ };
}
