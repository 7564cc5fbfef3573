import { parseNpy } from '@ibp/data';
import { hasEnd } from './files';

/** Inputs of a user, each flat, as a network takes them; and their classes, where the files say them. */
export type OwnInputs = { readonly inputs: readonly Float32Array[]; readonly labels?: readonly number[] };

const product = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);

function cut(name: string, values: ArrayLike<number>, shape: readonly number[]): Float32Array[] {
  const size = product(shape);
  if (values.length === 0 || values.length % size !== 0) {
    throw new Error(
      `${name}: expected inputs of shape [${shape}], which have ${size} numbers each, got ${values.length} numbers`,
    );
  }
  const all = Float32Array.from(values);
  if (!all.every(Number.isFinite)) throw new Error(`${name}: expected finite numbers, got others`);
  return Array.from({ length: all.length / size }, (_, i) => all.slice(i * size, (i + 1) * size));
}

/** A table: a row of names, unless all of the first row are numbers; a column called label, class, target or y has the classes. */
function readTable(name: string, text: string, shape: readonly number[]): OwnInputs {
  const rows = text
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .map((line) => line.split(',').map((cell) => cell.trim()));
  const [first = []] = rows;
  const named = first.some((cell) => !Number.isFinite(Number(cell)));
  const at = named
    ? first.findIndex((cell) => ['label', 'class', 'target', 'y'].includes(cell.toLowerCase()))
    : -1;
  const body = named ? rows.slice(1) : rows;
  const numbers = body.map((row, r) =>
    row.map((cell) => {
      const value = cell === '' ? Number.NaN : Number(cell);
      if (Number.isFinite(value)) return value;
      throw new Error(`${name}, row ${r + 1}: expected a number, got "${cell}"`);
    }),
  );
  const features = numbers.flatMap((row) => row.filter((_, c) => c !== at));
  const inputs = cut(name, features, shape);
  return at < 0 ? { inputs } : { inputs, labels: numbers.map((row) => row[at]!) };
}

/** A picture as an input: from 0 to 1, grey or in colours as the network takes it. */
async function readPicture(file: File, shape: readonly number[]): Promise<Float32Array> {
  const [height, width, channels = 1] = shape;
  if (shape.length < 2 || !(channels === 1 || channels === 3)) {
    throw new Error(`${file.name}: the network takes inputs of shape [${shape}], which are no pictures`);
  }
  const bitmap = await createImageBitmap(file).catch(() => {
    throw new Error(`${file.name}: expected a picture that this browser can read`);
  });
  if (bitmap.width !== width || bitmap.height !== height) {
    throw new Error(
      `${file.name} is ${bitmap.width} x ${bitmap.height} pixels, and the network takes ${width} x ${height}: resize it first, since what is certified is these very pixels`,
    );
  }
  const context = new OffscreenCanvas(width, height).getContext('2d')!;
  context.drawImage(bitmap, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  return Float32Array.from({ length: width * height * channels }, (_, i) => {
    const at = 4 * Math.floor(i / channels);
    if (channels === 3) return data[at + (i % 3)]! / 255;
    return (0.299 * data[at]! + 0.587 * data[at + 1]! + 0.114 * data[at + 2]!) / 255;
  });
}

/** Numbers of a `.npy`, whatever their type. */
export async function readNpy(file: File): Promise<{ shape: readonly number[]; values: Float64Array }> {
  const { shape, data } = parseNpy(new Uint8Array(await file.arrayBuffer()), file.name);
  return { shape, values: Float64Array.from(data as ArrayLike<number | bigint>, Number) };
}

/**
 * Inputs of files: pictures, `.npy` (one of one dimension beside another has the classes) or a `.csv`.
 *
 * @param shape of one input of the network.
 * @throws naming the file that does not fit.
 */
export async function readInputs(files: readonly File[], shape: readonly number[]): Promise<OwnInputs> {
  const inputs: Float32Array[] = [];
  const labels: number[] = [];
  for (const file of files) {
    if (hasEnd(file.name, '.csv')) {
      const table = readTable(file.name, await file.text(), shape);
      inputs.push(...table.inputs);
      labels.push(...(table.labels ?? []));
    } else if (hasEnd(file.name, '.npy')) {
      const array = await readNpy(file);
      const isLabels =
        array.shape.length === 1 && (files.length > 1 || array.values.length !== product(shape));
      if (isLabels) labels.push(...array.values);
      else inputs.push(...cut(file.name, array.values, shape));
    } else if (file.type.startsWith('image/')) {
      inputs.push(await readPicture(file, shape));
    } else {
      throw new Error(`${file.name}: expected pictures, .npy or .csv as inputs`);
    }
  }
  if (labels.length === 0) return { inputs };
  if (labels.length !== inputs.length) {
    throw new Error(`expected as many classes as inputs, got ${labels.length} and ${inputs.length}`);
  }
  return { inputs, labels };
}
