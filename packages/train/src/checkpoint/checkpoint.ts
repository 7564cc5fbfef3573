import { indexOfNonFinite } from '@ibp/bounds';
import {
  decodeSafetensors,
  encodeSafetensors,
  fail,
  formatShape,
  type NamedArrays,
  type Safetensors,
} from '@ibp/core';
import type { Network } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import type { Optimizer } from '../optimizers/optimizer';

/** What describes a run: a plain object of hyper-parameters; a checkpoint resumes only the run that wrote it. */
export type RunDescription = { readonly [key: string]: string | number | boolean | null };

/** Everything a run needs to go on as if it had never stopped: schedules and shuffling depend on the step alone. */
export type Checkpoint = {
  /** Updates done. */
  readonly step: number;
  readonly run: RunDescription;
  readonly arrays: NamedArrays;
};

type State = { readonly [name: string]: tf.Variable };

const state = (network: Network, { name, slots }: Optimizer): State =>
  Object.assign(
    prefixed('weights', network.variables),
    ...Object.entries(slots).map(([slot, variables]) => prefixed(`${name}.${slot}`, variables)),
  );

/** `weights`, `adam.first`, `adam.second`: what kinds of numbers there are. */
const kindsIn = (names: { readonly [name: string]: unknown }): string =>
  [...new Set(Object.keys(names).map((name) => name.split(':')[0]!))].sort().join(', ');

const prefixed = (prefix: string, variables: State): State =>
  Object.fromEntries(Object.entries(variables).map(([name, v]) => [`${prefix}:${name}`, v]));

/**
 * Reads the state of a run.
 *
 * @throws when it holds NaN or Infinity, which must not take the place of a good checkpoint.
 */
export async function takeCheckpoint(
  network: Network,
  optimizer: Optimizer,
  { step, run }: { step: number; run: RunDescription },
): Promise<Checkpoint> {
  const arrays: { [name: string]: NamedArrays[string] } = {};
  for (const [name, variable] of Object.entries(state(network, optimizer))) {
    // a copy: a backend may hand out a view of memory that the next step writes to
    const data = Float32Array.from(await variable.data());
    const at = indexOfNonFinite(data);
    if (at >= 0)
      fail('checkpoint', `expected finite values, got ${data[at]} in "${name}" after step ${step}`);
    arrays[name] = { shape: variable.shape, data };
  }
  return { step, run, arrays };
}

/**
 * Puts a run back where a checkpoint was taken. Nothing is changed unless everything fits.
 *
 * @throws when the checkpoint is of another model or optimiser, or of a run with other hyper-parameters: the first
 * difference is named.
 */
export function restoreCheckpoint(
  { arrays, run }: Checkpoint,
  network: Network,
  optimizer: Optimizer,
  expectedRun: RunDescription = run,
): void {
  const target = state(network, optimizer);
  const [mine, saved] = [kindsIn(target), kindsIn(arrays)];
  if (mine !== saved) fail('checkpoint of another optimizer', `expected ${mine}, got ${saved}`);
  for (const name of new Set([...Object.keys(target), ...Object.keys(arrays)])) {
    const [mine, saved] = [target[name]?.shape, arrays[name]?.shape];
    if (String(mine) !== String(saved)) {
      const show = (shape?: readonly number[]) => (shape ? formatShape(shape) : 'none');
      fail('checkpoint of another model', `"${name}": expected shape ${show(mine)}, got ${show(saved)}`);
    }
  }
  for (const key of new Set([...Object.keys(run), ...Object.keys(expectedRun)])) {
    // as JSON, which a checkpoint keeps them in: Infinity is null there
    const [expected, got] = [expectedRun[key], run[key]].map((value) => JSON.stringify(value));
    if (expected !== got) fail('checkpoint of another run', `"${key}": expected ${expected}, got ${got}`);
  }
  tf.tidy(() => {
    for (const [name, variable] of Object.entries(target)) {
      variable.assign(tf.tensor(arrays[name]!.data, variable.shape));
    }
  });
}

const format = 'ibp-checkpoint-1';

/** A checkpoint as the bytes of one safetensors file, with a SHA-256 of all else in it. */
export async function encodeCheckpoint({ step, run, arrays }: Checkpoint): Promise<Uint8Array> {
  const metadata = { format, step: String(step), run: JSON.stringify(run) };
  const sha256 = await digest({ arrays, metadata });
  return encodeSafetensors({ arrays, metadata: { ...metadata, sha256 } });
}

/** @throws when the bytes are not a checkpoint, are cut short, or were changed since they were written. */
export async function decodeCheckpoint(bytes: Uint8Array): Promise<Checkpoint> {
  const { arrays, metadata } = decodeSafetensors('checkpoint', bytes);
  if (metadata.format !== format) fail('checkpoint', `expected format ${format}, got ${metadata.format}`);
  const { sha256, ...rest } = metadata;
  if (sha256 !== (await digest({ arrays, metadata: rest }))) {
    fail('checkpoint', 'expected the SHA-256 it was written with, got another: the file is damaged');
  }
  return { step: Number(metadata.step), run: JSON.parse(metadata.run!), arrays };
}

async function digest(contents: Safetensors): Promise<string> {
  const bytes = encodeSafetensors(contents);
  const hash = await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>);
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
