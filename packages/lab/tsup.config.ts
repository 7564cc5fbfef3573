import { cp } from 'node:fs/promises';
import { packageBuild } from 'ibp-tools/tsup';

// `import.meta.url` in CommonJS, beside which the page lies; it is built before (turbo.json)
export default packageBuild(['src/index.ts'], {
  shims: true,
  onSuccess: () => cp('../../examples/lab/dist', 'dist/page', { recursive: true }),
});
