import { packageBuild } from 'ibp-tools/tsup';

export default packageBuild(['src/index.ts']);
