import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { askedIn, checkCertificate, parseAsked, parseCertificate } from '@ibp/exact';
import { type Case, writeCase } from './case';

/** Python, by whatever name it has here; `undefined` if it has none. */
export const python = ['python3', 'python'].find((name) => {
  const { status, stdout } = spawnSync(name, ['--version'], { encoding: 'utf8' });
  return status === 0 && /^Python 3/.test(stdout);
});

/** What this project's checker makes of a case: a status for each example, or `refused`. */
async function ours({ network, asked, certificate, arithmetic }: Case): Promise<string> {
  try {
    const read = parseCertificate(JSON.parse(JSON.stringify(certificate)));
    const { examples } = await checkCertificate(read, network, askedIn(parseAsked(asked)), { arithmetic });
    return examples.map(({ status }) => status).join();
  } catch {
    return 'refused';
  }
}

/** What the second checker makes of each case: a status for each example, or `refused`. Its core alone, if asked for. */
export async function second(
  cases: readonly (Omit<Case, 'certificate'> & { readonly certificate: object })[],
  ...flags: readonly '--core'[]
): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'ibp-check-'));
  try {
    const paths: string[][] = [];
    for (const one of cases) paths.push(await writeCase(folder, one));
    const list = join(folder, 'list.json');
    writeFileSync(list, JSON.stringify(paths));
    const script = join(process.cwd(), 'batch.py');
    const text = execFileSync(python!, ['-B', script, list, ...flags], { encoding: 'utf8' });
    const lines = text.trim().split('\n');
    return lines.map((line) => {
      const found = JSON.parse(line) as string | string[];
      return typeof found === 'string' ? 'refused' : found.join();
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What either checker makes of each case. */
export async function both(cases: readonly Case[]): Promise<{ ours: string; theirs: string }[]> {
  const theirs = await second(cases);
  const found: { ours: string; theirs: string }[] = [];
  for (const [k, one] of cases.entries()) found.push({ ours: await ours(one), theirs: theirs[k]! });
  return found;
}
