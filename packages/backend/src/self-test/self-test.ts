import * as tf from '@tensorflow/tfjs-core';
import { bound } from './bound';
import type { Check } from './check';
import { trainingStep } from './training-step';

/** `bound`: what certifying rests on; `trainingStep`: what training does, for which gradients must be registered. */
const checks = { bound, trainingStep };

export type CheckName = keyof typeof checks;

/**
 * Of the greatest number expected. Kernels that are wrong are far off; how precise they are is another question
 * (`probePrecision`).
 */
const TOLERANCE = 2 ** -7;

// By instance: a backend of the same name may be registered anew.
const known = new WeakMap<object, { [K in CheckName]?: Promise<void> }>();

/**
 * Has the current backend compute what it will be asked for, and compares that with stored numbers: backends of tfjs may
 * be wrong without an error. Once for each backend.
 *
 * @throws `expected ..., got ...`, which names what differs.
 */
export async function selfTest(names: readonly CheckName[]): Promise<void> {
  const backend = tf.backend();
  const passed = known.get(backend) ?? {};
  known.set(backend, passed);
  for (const name of names) {
    passed[name] ??= run(checks[name]);
    try {
      await passed[name];
    } catch (error) {
      delete passed[name]; // to be tried again
      throw error;
    }
  }
}

async function run({ compute, expected }: Check): Promise<void> {
  const computed = tf.tidy(compute);
  try {
    for (const [what, numbers] of Object.entries(expected)) {
      const got = Array.from(await computed[what]!.data());
      const allowed = TOLERANCE * Math.max(...numbers.map(Math.abs));
      // written so that NaN fails
      if (!(got.length === numbers.length && numbers.every((n, i) => Math.abs(got[i]! - n) <= allowed))) {
        const shown = (values: readonly number[]) => `[${values.map((v) => Number(v.toPrecision(4)))}]`;
        throw new Error(
          `expected ${what} to give ${shown(numbers)} on "${tf.getBackend()}", got ${shown(got)}`,
        );
      }
    }
  } finally {
    tf.dispose(computed);
  }
}
