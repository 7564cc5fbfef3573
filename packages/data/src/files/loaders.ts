import type { SplitDataset } from '../core/dataset';
import { cifar10Source } from '../datasets/cifar10';
import { fashionMnistSource } from '../datasets/fashion-mnist';
import { mnistSource } from '../datasets/mnist';
import { svhnSource } from '../datasets/svhn';
import { type LoadOptions, loadSource } from './load';

/** MNIST: 60,000 and 10,000 images [28, 28, 1]. 11 MB to download. */
export const mnist = (options?: LoadOptions): Promise<SplitDataset> => loadSource(mnistSource, options);

/** Fashion-MNIST: 60,000 and 10,000 images [28, 28, 1]. 30 MB to download. */
export const fashionMnist = (options?: LoadOptions): Promise<SplitDataset> =>
  loadSource(fashionMnistSource, options);

/** CIFAR-10: 50,000 and 10,000 images [32, 32, 3]. 170 MB to download. */
export const cifar10 = (options?: LoadOptions): Promise<SplitDataset> => loadSource(cifar10Source, options);

/** SVHN, cropped digits: 73,257 and 26,032 images [32, 32, 3]. 246 MB to download. */
export const svhn = (options?: LoadOptions): Promise<SplitDataset> => loadSource(svhnSource, options);
