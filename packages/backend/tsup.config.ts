import { packageBuild } from 'ibp-tools/tsup';
import { publicCore } from './build/publicCore';

export default packageBuild(
  ['src/index.ts', 'src/gradients.ts', 'src/wasm.ts', 'src/cpu.ts', 'src/webgpu.ts', 'src/tensorflow.ts'],
  {
    noExternal: [/^@tensorflow\/tfjs-core\/dist\//],
    esbuildPlugins: [publicCore()],
  },
);
