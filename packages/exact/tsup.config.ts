import { copyFile } from 'node:fs/promises';
import { packageBuild } from 'ibp-tools/tsup';

export default packageBuild(['src/index.ts', 'src/highs.ts', 'src/highs-web.ts'], {
  // `import.meta.url` in CommonJS, to find the file of the solver's threads
  shims: true,
  // files of their own in sources and build alike: threads are started by path
  onSuccess: async () => {
    for (const file of ['highs-worker.cjs', 'highs-run.mjs'])
      await copyFile(`src/solver/${file}`, `dist/${file}`);
  },
});
