import { packageBuild } from 'ibp-tools/tsup';

export default packageBuild(['src/index.ts', 'src/export.ts', 'src/import.ts', 'src/node.ts']);
