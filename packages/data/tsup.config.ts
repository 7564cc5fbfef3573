import { packageBuild } from 'ibp-tools/tsup';

export default packageBuild(
  {
    index: 'src/index.ts',
    node: 'src/node.ts',
    digits: 'src/digits.ts',
    // started by path, so beside the file that starts it
    'batch-worker': 'src/threads/batch-worker.ts',
  },
  // `import.meta.url` in CommonJS, to find that file
  { shims: true },
);
