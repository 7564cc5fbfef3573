import { defineConfig } from 'tsup';

/**
 * What every package builds: ES modules, CommonJS and types for both.
 * @param {string[] | Record<string, string>} entry
 * @param {import('tsup').Options} [more]
 */
export const packageBuild = (entry, more = {}) =>
  defineConfig({
    entry,
    format: ['esm', 'cjs'],
    target: 'es2022',
    dts: true,
    clean: true,
    sourcemap: false,
    treeshake: true,
    splitting: true,
    ...more,
  });
