import { type Builder, createBuilder, ibpNormal, type Network, zeros } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';

/** How large a network of attention is. */
export type AttentionSizes = {
  readonly image: readonly [size: number, channels: number];
  readonly patch: number;
  readonly width: number;
  readonly heads: number;
  readonly blocks: number;
  readonly classes: number;
};

const dense = (build: Builder, x: number, units: number): number => {
  const name = build.uniqueName('dense');
  const kernel = build.variable(`${name}/kernel`, [build.shapeOf(x).at(-1)!, units], ibpNormal());
  return build.add('dense', { kernel, bias: build.variable(`${name}/bias`, [units], zeros) }, [x], name);
};

/** Each row less its mean, over its deviation. */
function normalised(build: Builder, x: number): number {
  const shape = build.shapeOf(x);
  const mean = (of: number) => build.add('mean', { axis: -1 }, [of]);
  const spread = (of: number) => build.add('broadcast', { shape }, [of]);
  const centered = build.add('subtract', {}, [x, spread(mean(x))]);
  const variance = mean(build.add('square', {}, [centered]));
  return build.add('multiply', {}, [
    centered,
    spread(build.add('inverseRoot', { epsilon: Math.fround(1e-5) }, [variance])),
  ]);
}

/** Softmax of scores of places by one another, times their values, head by head. */
function attended(build: Builder, x: number, heads: number): number {
  const [places, width] = build.shapeOf(x) as [number, number];
  const each = width / heads;
  const ofHeads = (permutation: readonly number[]) => {
    const split = build.add('reshape', { shape: [places, heads, each] }, [dense(build, x, width)]);
    return build.add('transpose', { permutation }, [split]);
  };
  const [query, key, value] = [ofHeads([1, 0, 2]), ofHeads([1, 2, 0]), ofHeads([1, 0, 2])];
  const scores = build.add('matMul', {}, [query, key]);
  const scale = build.share(`${build.uniqueName('scale')}`, tf.variable(tf.tensor1d([each ** -0.5]), false));
  const shift = build.share(`${build.uniqueName('shift')}`, tf.variable(tf.tensor1d([0]), false));
  const shares = build.add('softmax', {}, [build.add('affine', { scale, shift }, [scores])]);
  const mixed = build.add('transpose', { permutation: [1, 0, 2] }, [
    build.add('matMul', {}, [shares, value]),
  ]);
  return dense(build, build.add('reshape', { shape: [places, width] }, [mixed]), width);
}

/** A vision transformer: patches by a convolution, blocks of attention and of an MLP around residuals, the mean of all places. */
export function attentionNetwork({ image, patch, width, heads, blocks, classes }: AttentionSizes): Network {
  const [size, channels] = image;
  const { builder: build, finish } = createBuilder([size, size, channels], 1);
  const kernel = build.variable('patches/kernel', [patch, patch, channels, width], ibpNormal());
  const patches = build.add('conv2d', { kernel, strides: [patch, patch], padding: 'valid' }, [0]);
  const places = (size / patch) ** 2;
  let x = build.add('reshape', { shape: [places, width] }, [patches]);
  for (let block = 0; block < blocks; block++) {
    x = build.add('add', {}, [x, attended(build, normalised(build, x), heads)]);
    const hidden = build.add('gelu', {}, [dense(build, normalised(build, x), 2 * width)]);
    x = build.add('add', {}, [x, dense(build, hidden, width)]);
  }
  const mean = build.add('mean', { axis: 0 }, [normalised(build, x)]);
  return finish(dense(build, build.add('reshape', { shape: [width] }, [mean]), classes));
}
