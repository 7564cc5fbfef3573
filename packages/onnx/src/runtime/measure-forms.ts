import { capture, type TensorFunction, type TensorSpec } from '../capture/capture';
import { createBuilder } from '../graph/builder';
import type { FormChoice, FormQuestion } from '../graph/form';
import type { Graph } from '../graph/graph';
import { kernels } from '../kernels/table';
import { optimize } from '../optimize/optimize';
import { encodeModel } from '../proto/encode';
import { emptyArray } from './host-tensor';
import type { OnnxRuntime, OnnxSession, OnnxTensors } from './onnx-runtime';

/** What measuring needs of a device. */
export type MeasuringDevice = {
  readonly runtime: OnnxRuntime;
  readonly createSession: (model: Uint8Array, state: readonly string[]) => Promise<OnnxSession>;
  readonly suited: (graph: Graph) => Graph;
};

/** Runs of one form: the least time counts, others have waited for something else. */
const runs = 6;

/**
 * The fastest form of each kernel that a function calls, by trying each on random numbers of the same shape; what was
 * measured before is not measured again.
 */
export function formMeasurer(device: MeasuringDevice) {
  const known = new Map<string, Promise<string>>();
  const keyOf = ({ kernel, inputs, attributes }: FormQuestion): string =>
    JSON.stringify([
      kernel,
      attributes,
      Object.entries(inputs).map(([name, { shape, stored, perm }]) => [name, shape, stored, perm]),
    ]);
  return async (fn: TensorFunction, specs: { readonly [name: string]: TensorSpec }): Promise<FormChoice> => {
    const asked = new Map<string, FormQuestion>();
    capture(fn, specs, (question) => {
      asked.set(keyOf(question), question);
      return undefined;
    });
    const chosen = new Map<string, string>();
    for (const [key, question] of asked) {
      const best = known.get(key) ?? fastest(device, question);
      known.set(key, best);
      chosen.set(key, await best);
    }
    return (question) => chosen.get(keyOf(question));
  };
}

async function fastest(device: MeasuringDevice, question: FormQuestion): Promise<string> {
  const times: { readonly form: string; readonly milliseconds: number }[] = [];
  for (const form of question.forms) {
    const session = await device.createSession(
      encodeModel(device.suited(optimize(graphOf(question, form)))),
      [],
    );
    try {
      times.push({ form, milliseconds: await timeOf(device, session, question) });
    } finally {
      await session.release();
    }
  }
  return times.reduce((a, b) => (b.milliseconds < a.milliseconds ? b : a)).form;
}

/** The kernel alone; of what it gives one number is brought back, which must not take longer than computing it. */
function graphOf({ kernel, inputs, attributes }: FormQuestion, form: string): Graph {
  const b = createBuilder(() => form);
  const views = Object.fromEntries(Object.entries(inputs).map(([name, view]) => [name, { ...view, name }]));
  const result = [kernels[kernel as keyof typeof kernels](b, views, attributes as never)].flat()[0]!;
  const axes = result.stored.map((_, i) => i);
  const corner = b.one('Slice', [
    result.name,
    b.int64(axes.map(() => 0)),
    b.int64(axes.map(() => 1)),
    b.int64(axes),
  ]);
  const given = Object.values(views).map(({ name, dtype, stored }) => ({ name, dtype, shape: stored }));
  const shape = axes.map(() => 1);
  return b.finish(given, [{ as: 'corner', name: corner, dtype: 'float32', shape }]);
}

async function timeOf(
  { runtime }: MeasuringDevice,
  session: OnnxSession,
  { inputs }: FormQuestion,
): Promise<number> {
  const feeds: OnnxTensors = {};
  for (const [name, { stored }] of Object.entries(inputs)) {
    // any numbers but zeros, which some processors are faster with
    const data = (emptyArray('float32', stored) as Float32Array).map((_, i) => 0.5 + (i % 97) / 97);
    feeds[name] = new runtime.Tensor('float32', data, stored);
  }
  let least = Number.POSITIVE_INFINITY;
  for (let run = 0; run < runs; run++) {
    const start = performance.now();
    await session.run(feeds, ['corner']);
    if (run > 0) least = Math.min(least, performance.now() - start);
  }
  return least;
}
