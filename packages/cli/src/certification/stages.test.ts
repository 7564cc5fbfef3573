import type { Solver } from '@ibp/exact';
import type { CertifySummary } from '@ibp/verify';
import type { CompleteMethod } from './flags';
import { certifyTables, errorsOf } from './results';
import { stagesOf } from './stages';

const parts = { solver: {} as Solver, engine: undefined, elision: true };
const choices = { mode: 'float32', pgdSteps: 5, pgdRestarts: 1, complete: [] } as const;

it('attacks with Auto-PGD what PGD has not broken, where asked to', () => {
  for (const mode of ['float32', 'rigorous'] as const) {
    const names = (autoPgd?: boolean) =>
      stagesOf({ ...choices, mode, ...(autoPgd === undefined ? {} : { autoPgd }) }, parts).map(
        ({ name }) => name,
      );
    expect(names()).not.toContain('auto-pgd');
    const both = names(true);
    expect(both.indexOf('auto-pgd')).toBe(both.lastIndexOf('pgd') + 1);
    expect(both.filter((name) => name !== 'auto-pgd')).toEqual(names(false));
  }
});

it.each([
  ['float32', 'alpha-crown'],
  ['rigorous', 'rigorous-alpha-crown'],
] as const)(
  '%s: attacks at length what neither a glance nor alpha-CROWN settles, before what takes one at a time',
  (mode, alpha) => {
    const stages = stagesOf({ ...choices, mode, complete: ['branch-and-bound'] }, parts);
    const order = stages.map(({ name }) => name);
    expect(order.indexOf('pgd')).toBeLessThan(order.indexOf(alpha));
    expect(order.indexOf(alpha)).toBeLessThan(order.lastIndexOf('pgd'));
    const single = stages.findIndex(({ batch }) => batch === 1);
    expect(single).toBeGreaterThan(order.lastIndexOf('pgd'));
    expect(stages.slice(single).every(({ batch }) => batch === 1)).toBe(true);
  },
);

it('glances at images before it bounds them by passes in exact arithmetic, image by image', () => {
  const order = stagesOf({ ...choices, mode: 'rigorous' }, parts).map(({ name }) => name);
  expect(order).toEqual([
    ...['clean', 'rigorous-ibp', 'pgd', 'rigorous-crown', 'rigorous-alpha-crown', 'pgd'],
    'rigorous-branch-and-bound',
  ]);
});

it('cuts and clips what is left where asked to, proved in exact arithmetic or not', () => {
  const last = (mode: 'float32' | 'rigorous', ...complete: ('clip-and-verify' | 'branch-and-bound')[]) =>
    stagesOf({ ...choices, mode, complete }, parts)
      .map(({ name }) => name)
      .slice(-2);
  expect(last('float32', 'branch-and-bound', 'clip-and-verify')).toEqual([
    'branch-and-bound',
    'clip-and-verify',
  ]);
  expect(last('float32', 'clip-and-verify')).toEqual(['pgd', 'clip-and-verify']);
  expect(last('rigorous', 'clip-and-verify')).toEqual(['pgd', 'rigorous-property']);
  expect(last('rigorous', 'branch-and-bound', 'clip-and-verify')).toEqual([
    'rigorous-branch-and-bound',
    'rigorous-property',
  ]);
});

it('has no solver decide what has to be proved in exact arithmetic', () => {
  const asked = (...complete: CompleteMethod[]) =>
    stagesOf({ ...choices, mode: 'rigorous', complete }, parts);
  expect(() => asked('branch-and-bound', 'mip')).toThrow(
    '--complete: expected branch-and-bound or clip-and-verify beside --mode rigorous, got branch-and-bound mip',
  );
});

it('tells the errors of both attacks apart', () => {
  const stage = (falsified: number) => ({ verified: 0, falsified, seconds: 1 });
  const summary: CertifySummary = {
    ...{ examples: 10, verified: 0, falsified: 4, unknown: 6, reasons: {} },
    ...{ error: 0.1, falsifiedError: 0.4, verifiedError: 1, failures: {} },
    stages: { clean: stage(1), pgd: stage(2), 'auto-pgd': stage(1) },
  };
  expect(errorsOf(summary)).toMatchObject({ pgd: 0.3, autoPgd: 0.4 });
  expect(certifyTables(summary, 0.1)).toContain('with Auto-PGD');
  const { 'auto-pgd': _, ...stages } = summary.stages;
  expect(errorsOf({ ...summary, stages })).not.toHaveProperty('autoPgd');
  expect(certifyTables({ ...summary, stages }, 0.1)).not.toContain('Auto-PGD');
  // nothing was left for it
  expect(errorsOf({ ...summary, stages }, { autoPgd: true })).toMatchObject({ pgd: 0.3, autoPgd: 0.3 });
  expect(certifyTables({ ...summary, stages }, 0.1, { autoPgd: true })).toContain('with Auto-PGD');
});
