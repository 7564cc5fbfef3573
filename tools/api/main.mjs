/** Writes the `api.md` of every package; with `--check` says which are not up to date, and fails. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { apiReports } from './reports.mjs';

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const stale = [];
for (const [directory, text] of apiReports(root)) {
  const file = join(root, directory, 'api.md');
  if (existsSync(file) && readFileSync(file, 'utf8') === text) continue;
  stale.push(`${directory}/api.md`);
  if (!values.check) writeFileSync(file, text);
}
if (values.check && stale.length > 0) {
  console.error(`expected what the sources export, got another ${stale.join(', ')}: run npm run api`);
  process.exit(1);
}
console.log(stale.length > 0 ? `wrote ${stale.join(', ')}` : 'every api.md is what the sources export');
