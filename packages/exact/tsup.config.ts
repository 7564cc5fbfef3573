import { copyFile } from 'node:fs/promises';
import { packageBuild } from 'ibp-tools/tsup';

export default packageBuild(['src/index.ts', 'src/highs.ts'], {
  // `import.meta.url` in CommonJS, to find the file of the solver's threads
  shims: true,
  // a file of its own in sources and build alike: threads are started by path
  onSuccess: () => copyFile('src/solver/highs-worker.cjs', 'dist/highs-worker.cjs'),
});
