import * as tf from '@tensorflow/tfjs-core';
import { bound } from './bound';
import type { Check } from './check';
import { kinds } from './kinds';
import { reading } from './reading';
import { trainingStep } from './training-step';

/**
 * `kinds`, `reading` and `bound`: what certifying rests on; `trainingStep`: what training does, for which gradients must
 * be registered.
 */
const checks = { kinds, reading, bound, trainingStep };

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

async function run({ compute, expected, atOnce }: Check): Promise<void> {
  const computed = tf.tidy(compute);
  try {
    for (const [what, numbers] of Object.entries(expected)) {
      const where = `expected ${what} to give ${shown(numbers)} on "${tf.getBackend()}"`;
      const got = Array.from(await read(computed[what]!, atOnce, where));
      const allowed = TOLERANCE * Math.max(...numbers.filter(Number.isFinite).map(Math.abs));
      // written so that NaN is near NaN alone
      const isNear = (n: number, i: number) => Object.is(got[i], n) || Math.abs(got[i]! - n) <= allowed;
      if (!(got.length === numbers.length && numbers.every(isNear)))
        throw new Error(`${where}, got ${shown(got)}`);
    }
  } finally {
    tf.dispose(computed);
  }
}

async function read(tensor: tf.Tensor, atOnce: boolean | undefined, where: string) {
  try {
    return atOnce ? tensor.dataSync() : await tensor.data();
  } catch (error) {
    throw new Error(`${where}, got an error: ${(error as Error).message}`);
  }
}

const shown = (values: readonly number[]): string => `[${values.map((v) => Number(v.toPrecision(4)))}]`;
