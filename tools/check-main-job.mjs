/**
 * Runs the README's main job as a stranger does, in a folder of its own, and holds it to what the README promises: the small
 * network on the embedded digits, at most 16 % verified error at epsilon 0.1.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { npmShown } from './npm.mjs';

const directory = mkdtempSync(join(tmpdir(), 'ibp-main-'));
const figures = join(directory, 'figures.json');
try {
  const start = performance.now();
  const flags = ['--data', 'embedded', '--out', join(directory, 'run'), '--json', figures];
  const status = npmShown(['start', '--', ...flags]);
  if (status !== 0) throw new Error(`npm start ended with ${status}`);
  const { evaluation } = JSON.parse(readFileSync(figures, 'utf8'));
  const { epsilon, examples, verifiedError } = evaluation;
  if (epsilon !== 0.1 || examples !== 1000 || !(verifiedError <= 0.16)) {
    throw new Error(`expected at most 16 % verified error on 1000 digits, got ${JSON.stringify(evaluation)}`);
  }
  console.log(`main job: ${((performance.now() - start) / 1000).toFixed(0)} s`);
} finally {
  rmSync(directory, { recursive: true, force: true });
}
