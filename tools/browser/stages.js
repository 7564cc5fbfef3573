/** The stages of a page and of its workers, which each make their own. */
// @boundaries-ignore installed by check.mjs
import '@ibp/backend/wasm';
// @boundaries-ignore installed by check.mjs
import { pgd } from '@ibp/attack';
// @boundaries-ignore installed by check.mjs
import { selectBackend } from '@ibp/backend';
// @boundaries-ignore installed by check.mjs
import { ibp } from '@ibp/layers';
// @boundaries-ignore installed by check.mjs
import { crown } from '@ibp/relax';
// @boundaries-ignore installed by check.mjs
import { attackStage, boundStage, branchAndBoundStage, cleanStage } from '@ibp/verify';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';

export async function stages() {
  setWasmPaths('/wasm/');
  await selectBackend({ prefer: 'wasm', log: () => undefined });
  return [
    cleanStage(),
    boundStage('ibp', ibp(), { batch: 8 }),
    attackStage('pgd', pgd({ steps: 10 })),
    boundStage('crown', crown(), { batch: 8 }),
    branchAndBoundStage({ maxNodes: 20 }),
  ];
}
