import { join } from 'node:path';
import { userPath, writeJson, writeText } from '@ibp/cli';
import type { Context } from './context';
import type { Job, Outcome } from './jobs';

/** What an experiment gives: text to print, figures, and curves where there is something to draw. */
export type Result = {
  readonly text: string;
  readonly json: unknown;
  readonly svg?: string;
};

/** Writes a result beside the others of its scale: `table3.txt`, `.json` and `.svg`. Called again as rows come in. */
export async function publish(
  name: string,
  { out }: Context,
  { text, json, svg }: Result,
): Promise<string[]> {
  const base = join(userPath(out), name);
  await writeText(`${base}.txt`, `${text}\n`);
  await writeJson(`${base}.json`, json);
  if (svg) await writeText(`${base}.svg`, svg);
  return [`${base}.txt`, `${base}.json`, ...(svg ? [`${base}.svg`] : [])];
}

/** What all of an experiment's networks differ in from the paper's, once each, as the end of its output. */
export const networkDifferences = (
  scale: number,
  networks: readonly { readonly job: Job; readonly outcome: Outcome<unknown> }[],
): string =>
  differencesText(
    scale,
    networks.flatMap(({ job, outcome }) => ('value' in outcome ? outcome : job).differences),
  );

/** Differences, once each. */
export function differencesText(scale: number, differences: readonly string[]): string {
  const all = [...new Set(differences)];
  const lines = all.length > 0 ? all : ['nothing'];
  return [`scale ${scale}; what differs from the paper:`, ...lines.map((line) => `- ${line}`)].join('\n');
}
