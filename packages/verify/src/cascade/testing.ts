import { dense, type Network, network, relu, sequential } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import type { CertifyOptions } from './cascade-options';
import { type Certified, certify } from './certify';
import type { OpenQuestion, Stage } from './stage';

/** Two logits `[x, y]` of a two-dimensional input, after a relu that changes nothing on [0, 1]. */
export function planeNetwork(): Network {
  const net = network([2], sequential(dense(2), relu(), dense(2)), { seed: 1 });
  for (const variable of Object.values(net.variables)) {
    variable.assign(variable.rank === 2 ? tf.eye(2) : tf.zerosLike(variable));
  }
  return net;
}

/** Points with label 0: right of the diagonal is right. */
export const points = (...xy: readonly (readonly [number, number])[]) => ({
  x: tf.tensor2d(xy.map(([x, y]) => [x, y])),
  labels: xy.map(() => 0),
});

/** A stage that says what it is told to. */
export const stageOf = (
  name: string,
  find: (
    question: OpenQuestion,
  ) => ReturnType<Stage['run']> extends Promise<readonly (infer F)[]> ? F : never,
  batch = 1,
): Stage => ({ name, batch, run: async (questions) => questions.map(find) });

type Examples = { readonly x: tf.Tensor; readonly labels: number[] };

export async function results(
  net: Network,
  examples: Examples | readonly Examples[],
  options: CertifyOptions,
): Promise<Certified[]> {
  const all: Certified[] = [];
  const batches = 'x' in examples ? [examples] : examples;
  for await (const result of certify(net, batches, options)) all.push(result);
  return all.sort((a, b) => a.index - b.index);
}
