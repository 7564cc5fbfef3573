import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { it } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const read = (path) => readFileSync(join(root, path), 'utf8');
const home = 'https://github.com/ibp-js/ibp';

/** The folders of the workspaces, as the root's manifest names them, and the root. */
const folders = [
  '.',
  ...JSON.parse(read('package.json')).workspaces.flatMap((pattern) =>
    pattern.endsWith('/*')
      ? readdirSync(join(root, dirname(pattern))).map((name) => `${dirname(pattern)}/${name}`)
      : [pattern],
  ),
].filter((folder) => existsSync(join(root, folder, 'package.json')));

for (const folder of folders) {
  const manifest = JSON.parse(read(join(folder, 'package.json')));

  it(`${manifest.name} says what it is, whose it is and where to write`, () => {
    const { description, keywords, license, repository, homepage, bugs } = manifest;
    assert.ok(description.length > 0);
    assert.ok(keywords.length > 0);
    assert.equal(license, 'Apache-2.0');
    const inside = folder === '.' ? {} : { directory: folder };
    assert.deepEqual(repository, { type: 'git', url: `git+${home}.git`, ...inside });
    const readme = existsSync(join(root, folder, 'README.md')) ? '#readme' : '';
    assert.equal(homepage, `${home}${folder === '.' ? '' : `/tree/main/${folder}`}${readme}`);
    assert.deepEqual(bugs, { url: `${home}/issues` });
  });

  it(`${manifest.name} has scripts that cmd.exe runs as sh does`, () => {
    for (const [name, script] of Object.entries(manifest.scripts ?? {})) {
      for (const command of script.split('&&')) {
        const [program] = command.trim().split(/\s+/);
        assert.doesNotMatch(program, /=|^(rm|cp|mv|mkdir|cat|export|bash|sh)$|\.sh$/, `${name}: ${command}`);
      }
      assert.doesNotMatch(script, /['$`;|]/, name); // of quotes cmd.exe knows the double ones alone
    }
  });

  // npm packs the LICENSE of a package's own folder, and follows no link out of it
  if (!manifest.private) {
    it(`${manifest.name} carries the license of the repository`, () => {
      assert.equal(read(join(folder, 'LICENSE')), read('LICENSE'));
    });
  }
}
