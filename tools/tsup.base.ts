import type { Options } from 'tsup';

/** What every package builds: ES modules, CommonJS and types for both. */
export const base: Options = {
  format: ['esm', 'cjs'],
  target: 'es2022',
  dts: true,
  clean: true,
  sourcemap: false,
  treeshake: true,
  splitting: true,
};
