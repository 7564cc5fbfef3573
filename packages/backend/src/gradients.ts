/**
 * Registers, when imported, the gradients of every tfjs op. In Node `@tensorflow/tfjs-core` registers
 * none, and its list of them is an ES module in a CommonJS package, which Node cannot import; the built
 * file therefore contains it.
 *
 * @license
 * Contains the gradients of TensorFlow.js (https://github.com/tensorflow/tfjs, tfjs-core/src/gradients),
 * Copyright Google LLC, bundled and otherwise unchanged, under the Apache License, Version 2.0:
 * http://www.apache.org/licenses/LICENSE-2.0
 */
import * as tf from '@tensorflow/tfjs-core';
import { abs } from './gradients/abs';
import { avgPool } from './gradients/avg-pool';
import { conv2d, depthwiseConv2d } from './gradients/dilated';
import { max, min } from './gradients/extremes';
import { freeTapeOnError } from './gradients/free-tape';
import { gather } from './gradients/gather';
import { matMul } from './gradients/mat-mul';
import { mirrorPad } from './gradients/mirror-pad';
import { prod } from './gradients/prod';
import * as stock from './gradients/tfjs';

const repaired = [abs, avgPool, conv2d, depthwiseConv2d, gather, matMul, max, min, mirrorPad, prod];

/**
 * Registers the gradients again. `@tensorflow/tfjs`, tfjs-node and tfjs-layers register those of tfjs when
 * they are imported, wrong ones included: call this after such an import that came later than this one.
 */
export function registerGradients(): void {
  for (const gradient of [...Object.values(stock), ...repaired]) tf.registerGradient(gradient);
  freeTapeOnError();
}

registerGradients();
