import type { CertificateCheck } from '@ibp/exact';
import { exitCodes } from '../exit-codes';

/** What of it other code confirms; the exit code is 1 where it rejects anything. */
export function describeCheck({ sound, summary, confirmed, examples }: CertificateCheck): string {
  if (!sound) process.exitCode = exitCodes.notSo;
  const broken = examples.filter(({ claim }) => claim === 'falsified').length;
  const rejected = examples.filter(({ status }) => status === 'rejected');
  return [
    summary,
    `confirmed ${confirmed.falsified} of ${broken} falsified examples`,
    ...rejected.map(({ index, claim, reason }) => `REJECTED: example ${index}, ${claim}: ${reason}`),
  ].join('\n');
}
