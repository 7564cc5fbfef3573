import {
  conv2d,
  globalAveragePool,
  type Initializer,
  type Layer,
  orthogonal,
  residual,
  sequential,
} from '@ibp/layers';
import { assertNoHiddenUnits, blocks } from './blocks';
import { model } from './model';
import type { LayersOptions, ModelOptions } from './options';

/** Those of every model, and the initialiser of what residual blocks add. */
export type WideResNet10Options = LayersOptions & {
  /**
   * Of the kernels whose outputs are added to another branch; the `kernelInitializer` unless given. With
   * `ibpNormal()` use `ibpNormal(0.5)` here (Shi et al. 2021), or the bounds widen at each addition.
   */
  readonly addendInitializer?: Initializer;
};

/** The layers of {@link wideResNet10}, up to the logits. */
export function wideResNet10Layers(classes: number, options: WideResNet10Options = {}): Layer {
  assertNoHiddenUnits(options);
  const { normalized, activate, wide, conv, logits } = blocks(options);
  const { kernelInitializer = orthogonal(), addendInitializer = kernelInitializer } = options;
  const addend = (filters: number, kernelSize: number, strides: number) =>
    conv2d({
      filters: wide(filters),
      kernelSize,
      strides,
      padding: 'same',
      kernelInitializer: addendInitializer,
    });
  // The one block of a group changes the shape, so its activation comes before the shortcut too.
  const group = (filters: number, strides: number): Layer =>
    sequential(
      activate,
      residual(
        sequential(conv(filters, 3, strides, 'same'), addend(filters, 3, 1)),
        addend(filters, 1, strides),
      ),
    );
  return sequential(
    normalized,
    conv2d({ filters: wide(16), kernelSize: 3, padding: 'same', kernelInitializer }),
    group(160, 1),
    group(320, 2),
    group(640, 2),
    activate,
    globalAveragePool(),
    logits(classes),
  );
}

/**
 * WideResNet-10-10 (Zagoruyko & Komodakis 2016: depth 10 = 6n + 4, so n = 1 block a group; 10 times the widths
 * 16, 32, 64), the model of Gowal et al. 2019 on downscaled ImageNet: activations before convolutions, strides
 * 1, 2, 2, a 1x1 convolution as the shortcut of each block, biases, no batch norm unless asked for.
 * With 1000 classes 8,068,808 parameters; on 56x56 crops 1,806,336 hidden units (the paper's 8M and 1.8M), on
 * 64x64 2,359,296.
 */
export const wideResNet10 = model<ModelOptions & WideResNet10Options>('wideResNet10', wideResNet10Layers);
