import { packageBuild } from 'ibp-tools/tsup';

// `import.meta.url` in CommonJS, from where the versions of packages are looked up
export default packageBuild(['src/index.ts', 'src/bin.ts'], { shims: true });
