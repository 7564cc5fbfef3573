import type { CertifySettings } from './flags';

type Asked = Pick<CertifySettings, 'proofs' | 'mode' | 'arithmetic' | 'baseline' | 'gzip'>;

/** What verdicts without proofs rest on, for whoever reads them. */
export const restsOn =
  'no proofs were made (--no-proofs): verdicts rest on bounds in float32 and on solvers within a margin for their tolerances, and nobody can check them';

/** @throws when no proofs are to be made, and something is asked that is about proofs, naming it. */
export function assertNoneAsked({ proofs = true, mode, arithmetic = 'real', baseline, gzip }: Asked): void {
  if (proofs) return;
  const asked = [
    ...(mode === 'rigorous' ? ['--mode rigorous'] : []),
    ...(arithmetic === 'real' ? [] : [`--arithmetic ${arithmetic}`]),
    ...(baseline === undefined ? [] : ['--baseline']),
    ...(gzip ? ['--gzip'] : []),
  ];
  if (asked.length === 0) return;
  throw new Error(`--no-proofs: expected nothing about proofs beside it, got ${asked.join(' and ')}`);
}
