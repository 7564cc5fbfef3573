import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { it } from 'node:test';
import { fileURLToPath } from 'node:url';

const packages = join(dirname(dirname(fileURLToPath(import.meta.url))), 'packages');
const asks = /from 'ibp-tools\/test-engine'/;

/** The sources of a package that ask which engine the tests are to run on. */
const asking = (name) =>
  readdirSync(join(packages, name, 'src'), { recursive: true })
    .map((path) => `src/${path.replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith('.ts') && asks.test(readFileSync(join(packages, name, path), 'utf8')));

// the suites that `npm run test:engine` runs again, on the compiled engine, are those which import the file that asks for it
it('each package that asks for an engine has the suites that take it run by test:engine, and no other has', () => {
  const found = {};
  for (const name of readdirSync(packages)) {
    const { scripts } = JSON.parse(readFileSync(join(packages, name, 'package.json'), 'utf8'));
    const files = asking(name);
    const script = files.length > 0 ? `jest --findRelatedTests ${files.join(' ')}` : undefined;
    assert.equal(scripts?.['test:engine'], script, name);
    if (script) found[name] = files;
  }
  assert.ok(Object.keys(found).length >= 3);
});
