import type { CertifySummary } from '@ibp/verify';
import { InvalidArgumentError } from 'commander';

/** What must hold for `certify` to end with 0: a share of the examples that is verified, or none that is falsified. */
export type Requirement = { readonly verified: number } | 'unbroken';

/** `verified`, `unbroken`, or a share such as `0.9` or `90%` that is to be verified. */
export function requirement(text: string): Requirement {
  if (text === 'unbroken') return text;
  if (text === 'verified') return { verified: 1 };
  const share = text.endsWith('%') ? Number(text.slice(0, -1)) / 100 : Number(text);
  if (text.trim() !== '' && share >= 0 && share <= 1) return { verified: share };
  throw new InvalidArgumentError('Expected verified, unbroken, or a share such as 0.9 or 90%.');
}

/** Whether the outcome is as required. No examples meet no requirement. */
export function isMet(required: Requirement, { examples, verified, falsified }: CertifySummary): boolean {
  if (examples === 0) return false;
  return required === 'unbroken' ? falsified === 0 : verified / examples >= required.verified;
}
