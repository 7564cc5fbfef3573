// @swc/jest with a cache that all packages share: a file becomes the same code whichever package imports it, but the key
// of @swc/jest holds the package that is tested, so that each would transform all that it depends on once more.
const { createHash } = require('node:crypto');
const { version } = require('@swc/core');
const swc = require('@swc/jest');

exports.createTransformer = (options) => ({
  ...swc.createTransformer(options),
  getCacheKey: (source, file, { instrument, supportsStaticESM }) =>
    createHash('sha1')
      .update(JSON.stringify([version, options, file, instrument, supportsStaticESM]))
      .update(source)
      .digest('hex'),
});
