import { packageBuild } from 'ibp-tools/tsup';

// all that is needed in the files themselves: who checks a proof installs this and nothing else
export default packageBuild(['src/index.ts', 'src/bin.ts'], { noExternal: [/.*/], splitting: false });
