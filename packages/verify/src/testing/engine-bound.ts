import type { BoundMethod } from '@ibp/layers';
import { onnxEngine } from '@ibp/onnx';
import { testEngine } from 'ibp-tools/test-engine';
import type { Stage } from '../cascade/stage';
import { type BoundStageOptions, boundStage as boundWith } from '../cascade/stages/bound';

/** Methods that read no values back, and so can be compiled. */
const compiled = ['ibp', 'ibp without elision', 'crown-ibp', 'fast-lin', 'forward'];

/** The stage, by the engine that tests are to run on where its method can be compiled: in pairs, as most tests have few. */
export function bound(name: string, method: BoundMethod, options: BoundStageOptions = {}): Stage {
  const eager = boundWith(name, method, options);
  if (!process.env.IBP_ENGINE || !compiled.includes(name)) return eager;
  let stage: Promise<Stage> | undefined;
  const made = () => {
    stage ??= testEngine(onnxEngine).then((engine) => boundWith(name, method, { batch: 2, ...engine }));
    return stage;
  };
  return {
    ...eager,
    batch: 2,
    check: async (network) => (await made()).check?.(network),
    run: async (...task) => (await made()).run(...task),
    close: async () => (await stage)?.close?.(),
  };
}
