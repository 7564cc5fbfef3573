import type { PlainNetwork } from '@ibp/core';
import { plainForward, rigorousBounds } from '@ibp/exact';
import { pseudoRandom } from '../pseudo-random';

/** What is split. */
export type SplitTask = 'inputs' | 'activations';

/** A network of dense layers and relus and one row that holds by a little, for any engine: weights `[inputs, outputs]`. */
export type SplitProblem = {
  readonly layers: readonly { readonly kernel: readonly number[]; readonly bias: readonly number[] }[];
  readonly sizes: readonly number[];
  readonly lower: readonly number[];
  readonly upper: readonly number[];
  /** `z[0] + d < 0`. */
  readonly d: number;
  /** The most boxes, or domains, that are bounded, and how many at once. */
  readonly most: number;
  readonly batch: number;
};

const shapes: { readonly [K in SplitTask]: { sizes: readonly number[]; radius: number; margin: number } } = {
  inputs: { sizes: [5, 50, 50, 50, 50, 50, 50, 5], radius: 0.5, margin: 0.03 },
  activations: { sizes: [784, 256, 256, 10], radius: 0.02, margin: 0.75 },
};

/** The problem of a task: random weights, and a bound between what samples and corners reach and what CROWN proves. */
export function problemOf(task: SplitTask, most: number): SplitProblem {
  const { sizes, radius, margin } = shapes[task];
  const layers = sizes.slice(1).map((outputs, i) => {
    const scale = 2 * Math.sqrt(3 / sizes[i]!) * 1.2;
    const numbers = (count: number, seed: number, by: number) =>
      Array.from(pseudoRandom(count, seed), (v) => Math.fround((v - 0.5) * by));
    return { kernel: numbers(sizes[i]! * outputs, 10 + i, scale), bias: numbers(outputs, 50 + i, 0.2) };
  });
  const center = Array.from(pseudoRandom(sizes[0]!, 3));
  const [lower, upper] = [-1, 1].map((side) => center.map((v) => Math.fround(v + side * radius)));
  const problem = { layers, sizes, lower: lower!, upper: upper!, d: 0, most, batch: 128 };
  const network = networkOf(problem);
  const values = Array.from({ length: 2000 }, (_, k) => {
    const draws = pseudoRandom(sizes[0]!, 100 + k);
    const x = Float64Array.from(
      draws,
      (v, i) => lower![i]! + (k % 2 ? Math.round(v) : v) * (upper![i]! - lower![i]!),
    );
    return plainForward(network, x)[0]!;
  });
  const greatest = values.reduce((a, b) => Math.max(a, b));
  const box = { lower: Float64Array.from(lower!), upper: Float64Array.from(upper!) };
  const c = Float64Array.from({ length: sizes.at(-1)! }, (_, i) => (i === 0 ? 1 : 0));
  const [bound] = rigorousBounds(network, box, { c, d: Float64Array.of(0) }, { method: 'crown-crown' });
  return { ...problem, d: Math.fround(-(greatest + margin * (bound! - greatest))) };
}

/** As a plain network. */
export function networkOf({ layers, sizes }: Pick<SplitProblem, 'layers' | 'sizes'>): PlainNetwork {
  const nodes: object[] = [{ op: 'input', name: 'x', inputs: [], shape: [sizes[0]], params: {} }];
  for (const [i, { kernel, bias }] of layers.entries()) {
    const shape = [sizes[i + 1]!];
    const params = {
      kernel: { shape: [sizes[i]!, sizes[i + 1]!], data: Float32Array.from(kernel) },
      bias: { shape, data: Float32Array.from(bias) },
    };
    nodes.push({ op: 'dense', name: `dense_${i}`, inputs: [nodes.length - 1], shape, params });
    if (i < layers.length - 1) {
      nodes.push({ op: 'relu', name: `relu_${i}`, inputs: [nodes.length - 1], shape, params: {} });
    }
  }
  return { nodes } as unknown as PlainNetwork;
}
