import type { ParamsOf } from '@ibp/bounds';
import type { Shape } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import type { BatchNormNode } from '../../lowering/batch-norm';
import type { NodeOf } from '../../op-node';
import { present, refuse, type Written } from './written';

export function batchNorm({ params }: BatchNormNode): Written {
  const { gamma, beta, mean, variance, epsilon, momentum } = params;
  const config = { axis: -1, epsilon, momentum, scale: gamma !== undefined, center: beta !== undefined };
  const weights = present({ gamma, beta, moving_mean: mean, moving_variance: variance });
  return { className: 'BatchNormalization', config, weights };
}

/** A scale and a shift for each channel: a batch norm of mean 0 and variance 1, to every bit. */
export function affine(node: NodeOf<'affine', ParamsOf<'affine'>>, shape: Shape): Written {
  const channels = shape.at(-1)!;
  const perChannel = (x: tf.Tensor): tf.Tensor => {
    const ends = x.size === 1 || (x.size === channels && x.shape.at(-1) === channels);
    if (!ends) refuse(node, 'one scale and shift for each channel');
    return tf.broadcastTo(tf.reshape(x, [-1]), [channels]);
  };
  const [gamma, beta] = [perChannel(node.params.scale), perChannel(node.params.shift)];
  const config = { axis: -1, epsilon: 0, scale: true, center: true };
  const weights = { gamma, beta, moving_mean: tf.zeros([channels]), moving_variance: tf.ones([channels]) };
  return { className: 'BatchNormalization', config, weights };
}
