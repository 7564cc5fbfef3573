import { IDX_NAMES, idxSplit } from './idx-split';
import type { DatasetSource } from './source';

const CLASS_NAMES = [
  'T-shirt/top',
  'Trouser',
  'Pullover',
  'Dress',
  'Coat',
  'Sandal',
  'Shirt',
  'Sneaker',
  'Bag',
  'Ankle boot',
];

/** Articles of clothing, 60,000 and 10,000 of 28x28 (Xiao, Rasul and Vollgraf 2017). */
export const fashionMnistSource: DatasetSource = {
  name: 'fashion-mnist',
  folders: ['fashion-mnist', 'FashionMNIST/raw'],
  mirrors: ['http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/'],
  downloads: [
    { name: 'train-images-idx3-ubyte.gz', md5: '8d4fb7e6c68d591d4c3dfef9ec88bf0d' },
    { name: 'train-labels-idx1-ubyte.gz', md5: '25c81989df183df01b3e8a0aad5dffbe' },
    { name: 't10k-images-idx3-ubyte.gz', md5: 'bef4ecab320f06d8554ea6380940ec79' },
    { name: 't10k-labels-idx1-ubyte.gz', md5: 'bb300cfdad3c16e7a12a480ee83cd310' },
  ],
  needs: IDX_NAMES,
  split: (files) => idxSplit('fashion-mnist', CLASS_NAMES, files),
};
