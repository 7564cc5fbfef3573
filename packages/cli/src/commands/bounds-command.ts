import type { IntervalBounds } from '@ibp/bounds';
import { outwardLinfBall } from '@ibp/bounds';
import { disposeNetwork, type Network } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import Table from 'cli-table3';
import { assertIndex, epsilonOf, pixelsOf } from '../certification/example-at';
import type { Configuration } from '../configuration';
import { loadModel } from '../load-model';
import { loaded } from '../loaded';
import { modelFile } from '../model-file';
import { output } from '../output';
import { type BoundsMethodName, type OutputBounds, outputBounds } from '../output-bounds';
import { radiiOf } from '../radii';
import { readNumbers } from '../read-numbers';
import type { Settings } from '../settings';
import { begin } from '../trained';

/** Options of `boundsCommand`. */
export type BoundsSettings = {
  /** That of the run unless given. */
  readonly epsilon?: number;
  /** Place in the test set: the middle of the box. */
  readonly image?: number;
  /** Files of the ends of the box, in place of an image. */
  readonly lower?: string;
  readonly upper?: string;
  readonly method: BoundsMethodName;
};

/** Bounds of the output over a box: true of every input in it. */
export async function boundsCommand(
  configuration: Configuration,
  settings: Settings,
  options: BoundsSettings,
): Promise<OutputBounds> {
  const { network, box } = await asked(configuration, settings, options);
  try {
    const found = await outputBounds(network, box, options.method);
    const table = new Table({ head: ['output', 'lower', 'upper'], style: { head: [], border: [] } });
    for (const [i, least] of found.lower.entries()) {
      table.push([String(i), String(least), String(found.upper[i])]);
    }
    const { say, figures } = output(settings);
    say(table.toString());
    await figures({ method: options.method, ...found });
    return found;
  } finally {
    tf.dispose(box);
    disposeNetwork(network);
  }
}

type Asked = { readonly network: Network; readonly box: IntervalBounds };

/** A network and a box, both the caller's. */
async function asked(
  configuration: Configuration,
  settings: Settings,
  options: BoundsSettings,
): Promise<Asked> {
  const { lower, upper, image = 0, epsilon: given } = options;
  if ((lower === undefined) !== (upper === undefined)) {
    throw new Error('--lower, --upper: expected both ends of the box, got one');
  }
  const ends = lower !== undefined && upper !== undefined ? { lower, upper } : undefined;
  const file = modelFile(settings);
  if (ends && file !== undefined) {
    await begin(settings);
    return withBox(await loadModel(file), (network) => boxOf(network, ends));
  }
  const run = await loaded(configuration, settings);
  return withBox(run.network, async (network) => {
    if (ends) return boxOf(network, ends);
    const { test } = run.images;
    assertIndex(test, image);
    const radii = radiiOf(epsilonOf(given, run), run.scale);
    return tf.tidy(() =>
      outwardLinfBall(tf.tensor(pixelsOf(test, image), [1, ...network.inputShape]), radii, test.range),
    );
  });
}

/** A network and what is made for it; it is freed where nothing can be. */
async function withBox(
  network: Network,
  make: (network: Network) => Promise<IntervalBounds>,
): Promise<Asked> {
  try {
    return { network, box: await make(network) };
  } catch (error) {
    disposeNetwork(network);
    throw error;
  }
}

type Ends = { readonly lower: string; readonly upper: string };

async function boxOf({ inputShape }: Network, { lower, upper }: Ends): Promise<IntervalBounds> {
  const size = inputShape.reduce((a, b) => a * b, 1);
  const [least, greatest] = [await readNumbers(lower, size), await readNumbers(upper, size)];
  const empty = least.findIndex((value, i) => !(value <= greatest[i]!));
  if (empty >= 0) {
    throw new Error(`--lower, --upper: expected lower <= upper, got ${least[empty]} and ${greatest[empty]}`);
  }
  const shape = [1, ...inputShape];
  return {
    lower: tf.tensor(roundedBy(least, -1), shape),
    upper: tf.tensor(roundedBy(greatest, 1), shape),
  };
}

/** The nearest float32 on one side: the box of the file lies within what is bounded. */
function roundedBy(values: readonly number[], side: -1 | 1): Float32Array {
  return Float32Array.from(values, (value) => {
    const near = Math.fround(value);
    return side * near >= side * value ? near : nextFloat32(near, side);
  });
}

function nextFloat32(value: number, side: -1 | 1): number {
  const float = new Float32Array([value]);
  const bits = new Int32Array(float.buffer);
  if (value === 0) return side * 2 ** -149;
  bits[0]! += Math.sign(value) === side ? 1 : -1;
  return float[0]!;
}
