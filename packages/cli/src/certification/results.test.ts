import type { CertifySummary } from '@ibp/verify';
import { certifyTables, errorsOf } from './results';

/** Of 100 examples: 10 wrong as they are, 5 broken by PGD and 2 by Auto-PGD, 60 proved by intervals and 20 by CROWN. */
const summary: CertifySummary = {
  ...{ examples: 100, verified: 80, falsified: 17, unknown: 3, reasons: { undecided: 3 } },
  ...{ error: 0.1, falsifiedError: 0.17, verifiedError: 0.2, failures: {} },
  stages: Object.fromEntries(
    Object.entries({ clean: [0, 10], ibp: [60, 0], crown: [20, 0], pgd: [0, 5], 'auto-pgd': [0, 2] }).map(
      ([name, [verified, falsified]]) => [name, { verified: verified!, falsified: falsified!, seconds: 1 }],
    ),
  ),
};

it('says the errors of table 3', () => {
  const { ibp, ...errors } = errorsOf(summary);
  expect(ibp).toBeCloseTo(0.4, 12);
  expect(errors).toEqual({ test: 0.1, pgd: 0.15, autoPgd: 0.17, falsified: 0.17, verified: 0.2 });
});

it.each([
  ['clean', ['ibp']],
  ['pgd', ['test', 'ibp']],
  ['auto-pgd', ['test', 'pgd', 'ibp']],
  ['ibp', ['test', 'pgd', 'autoPgd']],
  ['crown', ['test', 'pgd', 'autoPgd', 'ibp']],
])('says nothing that is of fewer examples, because the stage %s failed on some', (stage, known) => {
  const failed = { ...summary, failures: { [stage]: 7 } };
  expect(Object.keys(errorsOf(failed)).sort()).toEqual([...known, 'falsified', 'verified'].sort());
  const said = certifyTables(failed, 0.1);
  expect(said).toContain(`${stage} failed on 7 examples: the same command asks it again about them`);
  expect(said.match(/not known/g) ?? []).toHaveLength(4 - known.length);
});
