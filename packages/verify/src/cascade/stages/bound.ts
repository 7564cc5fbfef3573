import { type BoundMethod, compileBound, type Engine, lower } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { engineReady, keptCompiled } from '../compiled';
import { findingOf } from '../finding';
import type { OpenQuestion, Stage, StageContext } from '../stage';
import { boxOf, specOf } from '../tensors';

export type BoundStageOptions = {
  /** Questions at once; memory is in proportion. 100 unless given. */
  readonly batch?: number;
  /** Computes full batches as one compiled function: `onnxEngine()` of `@ibp/onnx`. */
  readonly engine?: Engine;
};

/** Any bounding method: it proves the rows whose bound is below 0. */
export function boundStage(name: string, method: BoundMethod, options: BoundStageOptions = {}): Stage {
  const { batch = 100, engine } = options;
  const compiled = keptCompiled((on, network) => compileBound(on, network, method));
  return {
    name,
    batch,
    ...(engine ? { check: (network: StageContext['network']) => engineReady(engine, network) } : {}),
    close: compiled.close,
    run: async (questions, context) => {
      const { network } = context;
      // a function is compiled for one shape: the last few questions are not worth another
      const by = engine && questions.length === batch ? await compiled.of(engine, network) : undefined;
      // and nor are as many shapes as there are numbers of open rows
      const rows = questions.map(({ open, spec }) => (by ? [...open, ...allBut(open, spec.d.length)] : open));
      const { box, spec } = given(questions, rows, context);
      try {
        const most = spec.d.shape[1];
        const values = by ? await by.bound(box, spec) : await computed(method, network, box, spec);
        return questions.map(({ open }, i) => findingOf(open, values.subarray(i * most, (i + 1) * most)));
      } finally {
        tf.dispose([box, spec]);
      }
    },
  };
}

type Given = ReturnType<typeof given>;

const given = (
  questions: readonly OpenQuestion[],
  rows: readonly (readonly number[])[],
  { network, ...ball }: StageContext,
) => ({ box: boxOf(network, questions, ball), spec: specOf(network, questions, rows) });

const allBut = (some: readonly number[], count: number): number[] =>
  Array.from({ length: count }, (_, row) => row).filter((row) => !some.includes(row));

async function computed(
  method: BoundMethod,
  network: StageContext['network'],
  box: Given['box'],
  spec: Given['spec'],
): Promise<Float32Array> {
  const margins = tf.tidy(() => method(lower(network), box, spec));
  try {
    return (await margins.data()) as Float32Array;
  } finally {
    margins.dispose();
  }
}
