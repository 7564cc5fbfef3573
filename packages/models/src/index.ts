export { cnn7, cnn7Layers } from './cnn7';
export { large, largeLayers } from './large';
export { medium, mediumLayers } from './medium';
export type { Model } from './model';
export type { LayersOptions, ModelOptions } from './options';
export { type ModelName, models } from './registry';
export { small, smallLayers } from './small';
export { type WideResNet10Options, wideResNet10, wideResNet10Layers } from './wide-res-net-10';
