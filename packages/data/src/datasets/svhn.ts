import { dataError } from '../core/data-error';
import type { Dataset } from '../core/dataset';
import { fromArrays } from '../core/from-arrays';
import { type MatArray, parseMat5 } from '../formats/mat5';
import type { DatasetSource } from './source';

/** House numbers, cropped digits, 73,257 and 26,032 of 32x32 in colour (Netzer et al. 2011). */
export const svhnSource: DatasetSource = {
  name: 'svhn',
  folders: ['svhn', 'SVHN'],
  mirrors: ['http://ufldl.stanford.edu/housenumbers/'],
  downloads: [
    { name: 'train_32x32.mat', md5: 'e26dedcc434d2e4c54c9b2d4a06d8373' },
    { name: 'test_32x32.mat', md5: 'eb5a983be6a315427106f1b164d9cef3' },
  ],
  needs: ['train_32x32.mat', 'test_32x32.mat'],
  split: (files) => ({
    train: parseSvhn(files['train_32x32.mat']!, 'svhn: train_32x32.mat'),
    test: parseSvhn(files['test_32x32.mat']!, 'svhn: test_32x32.mat'),
  }),
};

/**
 * One .mat file of SVHN's cropped digits: X bytes `[32, 32, 3, count]`, y labels 1..10, where 10 is digit 0.
 * @throws DataError when a variable is missing or of another shape or kind, or a label is out of range
 */
export function parseSvhn(bytes: Uint8Array, where = 'parseSvhn'): Dataset {
  const { X, y } = parseMat5(bytes, where);
  if (!X || !y) throw dataError(where, 'expected variables X and y');
  const [height, width, channels, count = 1] = X.shape;
  if (height !== 32 || width !== 32 || channels !== 3 || !(X.data instanceof Uint8Array)) {
    throw dataError(
      where,
      `expected X of bytes [32, 32, 3, count], got [${X.shape}] of ${X.data.constructor.name}`,
    );
  }
  if (y.data.length !== count) {
    throw dataError(where, `expected ${count} labels for ${count} images, got ${y.data.length}`);
  }
  const bad = Array.from(y.data).findIndex((label) => !(label >= 1 && label <= 10));
  if (bad >= 0) throw dataError(where, `expected labels in 1..10, got ${y.data[bad]} at index ${bad}`);
  const images = rowMajor(X.data, count);
  return fromArrays({
    name: 'svhn',
    images,
    labels: Uint8Array.from(y.data as ArrayLike<number>, (label) => label % 10),
    shape: [32, 32, 3],
    classes: 10,
  });
}

/** From MATLAB's order, where rows run fastest, to `[count, height, width, channels]`. */
function rowMajor(columns: MatArray['data'], count: number): Uint8Array {
  const images = new Uint8Array(columns.length);
  let from = 0;
  for (let image = 0; image < count; image++) {
    for (let channel = 0; channel < 3; channel++) {
      for (let column = 0; column < 32; column++) {
        for (let row = 0; row < 32; row++) {
          images[((image * 32 + row) * 32 + column) * 3 + channel] = columns[from++]!;
        }
      }
    }
  }
  return images;
}
