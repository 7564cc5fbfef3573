import assert from 'node:assert/strict';
import { it } from 'node:test';
import { linksOfSite } from './readmes.mjs';

const packages = [{ folder: 'bounds' }, { folder: 'layers' }];
const links = (readme) => linksOfSite(readme, 'packages/bounds', packages);

it('leads links between packages to their pages', () => {
  assert.equal(links('[a](../layers)'), '[a](/packages/layers)');
  assert.equal(links('[a](../layers/README.md#memory)'), '[a](/packages/layers#memory)');
});

it('leads links to other files to the repository', () => {
  const repository = 'https://github.com/ibp-js/ibp';
  assert.equal(links('[a](../../README.md#data)'), `[a](${repository}/blob/main/README.md#data)`);
  assert.equal(links('[a](../../tools/fuzz)'), `[a](${repository}/tree/main/tools/fuzz)`);
});

it('leaves links to other sites and to anchors as they are', () => {
  assert.equal(links('[a](https://x.org/y) [b](#c)'), '[a](https://x.org/y) [b](#c)');
});

it('refuses a link to a file that there is not', () => {
  assert.throws(() => links('[a](../nowhere)'), /expected a link to a file, got packages\/nowhere/);
});
