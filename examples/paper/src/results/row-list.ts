/** A row of the table of results: a network that anyone trains again by the flags that stand here. */
export type ResultRow = {
  /** Of its folder: dataset, radius, network, and the method where it is not the first one. */
  readonly name: string;
  readonly example: 'mnist' | 'cifar';
  /** Of the recipe, and to be certified at, as it is written: `0.3`, `2/255`. */
  readonly epsilon: string;
  /** Other radii to certify at, after it. */
  readonly also?: readonly string[];
  /** A file in the folder `recipes` of the example, where it is not a published recipe. */
  readonly recipe?: string;
  /** Flags of the example, beside those that all rows have. */
  readonly train?: readonly string[];
  /** The first so many test images are certified; all unless given. */
  readonly examples?: number;
};

type Details = { readonly flags?: string } & Omit<ResultRow, 'name' | 'example' | 'epsilon' | 'train'>;

const rowOf =
  (example: ResultRow['example']) =>
  (name: string, epsilon: string, { flags, ...more }: Details): ResultRow => ({
    name: `${example}-${epsilon.replace('/', '-')}-${name}`,
    ...{ example, epsilon, ...more },
    ...(flags === undefined ? {} : { train: flags.split(' ') }),
  });
const [mnist, cifar] = [rowOf('mnist'), rowOf('cifar')];

/** Epochs of each method below: a fifth to a third of what its recipe has, as long for one as for another. */
const epochs = 20;

/**
 * What the paper compares with, and what came after it, on one network, by the examples in a step of their recipes: the
 * first 1,000 images are certified.
 */
const methods = {
  50: ['wong-kolter', 'diffai', 'relu-stability', 'learned-dual', 'mixtrain'],
  100: ['nominal', 'madry', 'ibp'],
  256: ['crown-ibp', 'sabr', 'taps', 'staps', 'cc-ibp', 'exp-ibp', 'mtl-ibp'],
} as const;

/** 60,000 training images, less those held out. */
const trainingImages = 55_000;
const methodRows = Object.entries(methods).flatMap(([batchSize, names]) =>
  names.map((method) => {
    const steps = Math.round((epochs * trainingImages) / Number(batchSize));
    const flags = `--recipe ${method} --model small --batch-size ${batchSize} --steps ${steps}`;
    return mnist(`small-${method}`, '0.1', { flags, examples: 1000 });
  }),
);

/** MNIST before CIFAR-10, since a network takes a tenth of the time; the best of each first, then what they are compared with. */
export const resultRows: readonly ResultRow[] = [
  mnist('cnn3', '0.3', { flags: '--recipe fast-ibp --model cnn3' }),
  mnist('cnn5-half', '0.3', { recipe: 'cnn5-half-0.3.json', also: ['0.2'] }),
  // trained for seven minutes each on a GPU
  mnist('medium-wide', '0.4', { recipe: 'medium-wide-0.4.json' }),
  mnist('medium-wide', '0.1', { recipe: 'medium-wide-0.1.json' }),
  // an hour each of one core: those of the zoo
  mnist('small-mtl', '0.1', { recipe: 'small-0.1.json' }),
  mnist('small', '0.3', { recipe: 'small-0.3.json', also: ['0.2'] }),
  mnist('cnn3-mtl', '0.1', { recipe: 'cnn3-0.1.json' }),
  mnist('cnn5-half', '0.4', { recipe: 'cnn5-half-0.4.json' }),
  ...methodRows,
  // its bound is of networks with one hidden layer
  mnist('shallow-sdp', '0.1', { flags: '--recipe sdp --model shallow', examples: 1000 }),
  cifar('cnn3', '2/255', { flags: '--recipe ctrain-mtl-ibp --model cnn3' }),
  cifar('cnn5-half', '2/255', {
    flags: '--recipe ctrain-mtl-ibp --model cnn5 --width 0.5 --hidden-units 128',
  }),
  cifar('cnn3', '8/255', { flags: '--recipe fast-ibp --model cnn3' }),
  cifar('cnn5-half', '8/255', { flags: '--recipe fast-ibp --model cnn5 --width 0.5 --hidden-units 128' }),
];
