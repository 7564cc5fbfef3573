import { activations } from '@ibp/bounds';
import { type NetBuilder, numbers } from '../net';
import type { Random } from '../stream';
import { distributionNames, drawn } from '../weights';

/** How the weights of one net are drawn: one distribution, or another one for each tensor. */
export type Style = { readonly weights: () => string; readonly activation: () => string };

/** Sorted, so that a table in another order draws the same nets. */
export const activationNames = Object.keys(activations)
  .filter((name) => name !== 'inverseRoot') // of a variance alone
  .sort();
const piecewise = ['relu', 'relu', 'relu', 'leakyRelu', 'abs', 'relu6', 'hardSigmoid'];

export function drawStyle(random: Random): Style {
  const mixed = random.chance(0.3);
  const one = random.chance(0.5)
    ? random.pick(['normal', 'half', 'smallPowers'])
    : random.pick(distributionNames);
  const kinds = random.pick([['relu'], ['relu'], piecewise, activationNames, activationNames]);
  return {
    weights: () => (mixed ? random.pick(distributionNames) : one),
    activation: () => random.pick(kinds),
  };
}

export function addActivation(build: NetBuilder, random: Random, name: string): void {
  const params = {
    ...(name === 'leakyRelu' ? { alpha: random.pick([0, 0.01, 0.1, 0.3, 1]) } : {}),
    ...(name === 'gelu' ? { approximate: random.chance(0.5) } : {}),
  };
  build.add(name as 'relu', params);
}

/** A bias that is drawn, or one that cancels what the kernel makes of ones. */
export function bias(random: Random, outputs: number, style: Style): object {
  if (random.chance(0.25)) return {};
  return { bias: drawn(random, [outputs], style.weights(), 0.1) };
}

export function addDense(build: NetBuilder, random: Random, outputs: number, style: Style): void {
  const inputs = build.shapeOf().at(-1)!;
  build.add('dense', {
    kernel: drawn(random, [inputs, outputs], style.weights()),
    ...bias(random, outputs, style),
  });
}

/** Batch norm, normalisation, or a constant scale: what becomes an affine op. */
export function addScaling(build: NetBuilder, random: Random, style: Style): void {
  const channels = build.shapeOf().at(-1)!;
  const positive = (scale: number) => numbers([channels], () => scale * (random.next() + 1e-3));
  if (random.chance(0.5)) {
    build.add('batchNorm', {
      ...(random.chance(0.8) ? { gamma: drawn(random, [channels], style.weights()) } : {}),
      ...(random.chance(0.8) ? { beta: drawn(random, [channels], style.weights()) } : {}),
      mean: drawn(random, [channels], random.pick(['normal', style.weights()])),
      variance: positive(random.pick([1, 1e-6, 1e6])),
      epsilon: random.pick([1e-5, 1e-3]),
      momentum: 0.9,
    });
  } else if (random.chance(0.3)) {
    build.add('rescale', { scale: random.pick([2, -1, 1 / 255, 1e6]), shift: random.pick([0, -0.5, 1e6]) });
  } else {
    build.add('affine', {
      scale: drawn(random, random.pick([[channels], [], build.shapeOf()]), style.weights()),
      shift: drawn(random, random.pick([[channels], []]), style.weights()),
    });
  }
}
