import type { CertifySummary } from '@ibp/verify';
import { isMet, requirement } from './requirement';

const of = (verified: number, falsified: number, unknown: number) =>
  ({ examples: verified + falsified + unknown, verified, falsified, unknown }) as CertifySummary;

it('holds all, none broken, or a share to what came out, and an unknown is not verified', () => {
  expect(isMet(requirement('verified'), of(10, 0, 0))).toBe(true);
  expect(isMet(requirement('verified'), of(9, 0, 1))).toBe(false);
  expect(isMet(requirement('unbroken'), of(9, 0, 1))).toBe(true);
  expect(isMet(requirement('unbroken'), of(9, 1, 0))).toBe(false);
  expect(isMet(requirement('90%'), of(9, 1, 0))).toBe(true);
  expect(isMet(requirement('0.95'), of(9, 1, 0))).toBe(false);
  expect(isMet(requirement('unbroken'), of(0, 0, 0))).toBe(false);
});
