import { IDX_NAMES, idxSplit } from './idx-split';
import type { DatasetSource } from './source';

const CLASS_NAMES = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];

/** Handwritten digits, 60,000 and 10,000 of 28x28 (LeCun, Cortes and Burges 1998). */
export const mnistSource: DatasetSource = {
  name: 'mnist',
  folders: ['mnist', 'MNIST/raw'],
  mirrors: [
    'https://ossci-datasets.s3.amazonaws.com/mnist/',
    'https://storage.googleapis.com/cvdf-datasets/mnist/',
  ],
  downloads: [
    { name: 'train-images-idx3-ubyte.gz', md5: 'f68b3c2dcbeaaa9fbdd348bbdeb94873' },
    { name: 'train-labels-idx1-ubyte.gz', md5: 'd53e105ee54ea40749a09fcbcd1e9432' },
    { name: 't10k-images-idx3-ubyte.gz', md5: '9fb629c4189551a2d022fa330f9573f3' },
    { name: 't10k-labels-idx1-ubyte.gz', md5: 'ec29112dd5afa0611ce80d1b7f02629c' },
  ],
  needs: IDX_NAMES,
  split: (files) => idxSplit('mnist', CLASS_NAMES, files),
};
