import { type Certificate, certificateDigest } from '@ibp/exact';
import { stream } from '@ibp/testing';
import { agreement } from './agreement';
import { both, python } from './both';
import type { Case } from './case';
import { changedIn, type Json, ofItsType } from './changed';
import { made } from './made';
import { changes, tampered } from './tampered';

it('every kind of change finds certificates that it changes the meaning of', async () => {
  const next = stream(5);
  const given = await made(18, 1);
  for (const kind of Object.keys(changes)) {
    const all = await Promise.all(given.map((one) => tampered(one, kind, next)));
    const k = all.findIndex((changed) => changed);
    expect([kind, k >= 0 && all[k]!.certificate.digest !== given[k]!.certificate.digest]).toEqual([
      kind,
      true,
    ]);
  }
});

// where there is none, `npm run agree` says so, and fails in CI
if (python) {
  it('both checkers accept and reject the same', async () => {
    const { rows, changed, differ } = await agreement(18, 3, 1);
    expect(differ).toEqual([]);
    const confirmed = rows.filter(([, , n]) => n > 0).map(([kind]) => kind);
    expect(confirmed).toEqual(
      expect.arrayContaining([
        'ibp',
        'crown with slopes',
        'tree',
        'box tree',
        'conjunctions with multipliers',
        'witness',
      ]),
    );
    // slopes and planes that are others may prove it as well
    expect(changed.filter(([, , n]) => n > 0).length).toBeLessThan(6);
  });

  it('both come to the same, whatever is changed at random', async () => {
    const next = stream(2);
    const cases: Case[] = [];
    for (const one of await made(18)) {
      const certificate = JSON.parse(JSON.stringify(one.certificate)) as Certificate;
      const example = certificate.examples[0] as { verdict: unknown };
      example.verdict = changedIn(example.verdict as Json, next, ofItsType);
      cases.push({ ...one, certificate: { ...certificate, digest: await certificateDigest(certificate) } });
    }
    const found = await both(cases);
    expect(found.filter(({ ours, theirs }) => ours !== theirs)).toEqual([]);
    expect(found.map(({ ours }) => ours)).toEqual(
      expect.arrayContaining(['confirmed', 'not confirmable', 'rejected', 'refused']),
    );
  });
}
