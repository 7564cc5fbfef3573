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
  /** The row, or network of the zoo (`zoo:NAME`), whose weights it begins with: held out of both are the same images. */
  readonly from?: string;
  /** Flags of the example, beside those that all rows have. */
  readonly train?: readonly string[];
  /** The first so many test images are certified; all unless given. */
  readonly examples?: number;
  /** Seconds for a test image after the attack, where those of all rows are too many. */
  readonly budget?: number;
  /** Parts of the box of a test image, where those of all rows are too few. */
  readonly nodes?: number;
  /** What decides the rest, as `--complete` says it; branch and bound unless given. */
  readonly complete?: 'clip-and-verify';
  /** Images in a row, the nearest to a proof first, that may stay open before the rest is left so; all are tried unless given. */
  readonly patience?: number;
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

/**
 * What the paper compares with, and what came after it, on one network: the examples in a step are those of a method's recipe, and
 * the epochs what about an hour of one core gives, at most ten, a tenth to a half of those of its recipe. Ordered by the time a step takes.
 * The first 1,000 images are certified, two seconds each: of networks that were not trained to be proved, hundreds stay open for long, and
 * when fifty in a row did, the nearest to a proof first, so does the rest.
 */
const methods: { readonly [method: string]: { readonly batchSize: number; readonly epochs: number } } = {
  nominal: { batchSize: 100, epochs: 10 },
  ibp: { batchSize: 100, epochs: 10 },
  madry: { batchSize: 100, epochs: 10 },
  'mtl-ibp': { batchSize: 256, epochs: 10 },
  'cc-ibp': { batchSize: 256, epochs: 10 },
  'exp-ibp': { batchSize: 256, epochs: 10 },
  sabr: { batchSize: 256, epochs: 10 },
  'crown-ibp': { batchSize: 256, epochs: 10 },
  'relu-stability': { batchSize: 50, epochs: 10 },
  'learned-dual': { batchSize: 50, epochs: 10 },
  taps: { batchSize: 256, epochs: 5 },
  staps: { batchSize: 256, epochs: 5 },
  'wong-kolter': { batchSize: 50, epochs: 3 },
  mixtrain: { batchSize: 50, epochs: 1 },
};

/** 60,000 and 50,000 training images, less those held out. */
const trainingImages = { mnist: 55_000, cifar: 45_000 };
const certified = { examples: 1000, budget: 2, patience: 50 };
/** Of networks that were trained by bounds tighter than intervals: they are proved by bounds of hidden units that are as tight. */
const boundAnew = ['learned-dual', 'wong-kolter', 'mixtrain', 'diffai'];
const certifiedBy = (method: string) => ({
  ...certified,
  ...(boundAnew.includes(method) ? { complete: 'clip-and-verify' as const } : {}),
});
const flagsOf = (example: ResultRow['example'], method: string) => {
  const { batchSize, epochs } = methods[method]!;
  const steps = Math.round((epochs * trainingImages[example]) / batchSize);
  return `--recipe ${method} --model small --batch-size ${batchSize} --steps ${steps}`;
};
const methodRows = [
  ...Object.keys(methods).map((method) =>
    mnist(`small-${method}`, '0.1', { flags: flagsOf('mnist', method), ...certifiedBy(method) }),
  ),
  // with an error for each of the 784 pixels, a step would take half a minute: it has 32, and three epochs
  mnist('small-diffai', '0.1', { recipe: 'small-diffai-0.1.json', ...certifiedBy('diffai') }),
];

/** The methods of the paper's table 4, on CIFAR-10, as above; a network trained for no radius is the same for both. */
const table4Row = (method: string, epsilon: string, also?: readonly string[]) =>
  cifar(`small-${method}`, epsilon, {
    ...{ flags: flagsOf('cifar', method), ...certifiedBy(method) },
    ...(also && { also }),
  });
const table4Rows = [
  table4Row('nominal', '2/255', ['8/255']),
  ...['ibp', 'madry', 'wong-kolter'].flatMap((method) =>
    ['2/255', '8/255'].map((epsilon) => table4Row(method, epsilon)),
  ),
];

/** Of a network that few images stay open of, each in reach. */
const atLength = { budget: 300, nodes: 1000, complete: 'clip-and-verify' } as const;

/** MNIST before CIFAR-10, since a network takes a tenth of the time; the best of each first, then what they are compared with. */
export const resultRows: readonly ResultRow[] = [
  mnist('cnn3', '0.3', { flags: '--recipe fast-ibp --model cnn3' }),
  mnist('cnn5-half', '0.3', { recipe: 'cnn5-half-0.3.json', also: ['0.2'] }),
  // trained for seven minutes each on a GPU
  mnist('medium-wide', '0.4', { recipe: 'medium-wide-0.4.json' }),
  mnist('medium-wide', '0.1', { recipe: 'medium-wide-0.1.json' }),
  // an hour each of one core: those of the zoo
  mnist('small-mtl', '0.1', { recipe: 'small-0.1.json' }),
  // as in the paper, at a smaller radius than the one they were trained at, too
  mnist('small', '0.3', { recipe: 'small-0.3.json', also: ['0.2'] }),
  mnist('small', '0.4', { recipe: 'small-0.4.json', also: ['0.3'] }),
  // a network that sees more than these, trained at the greatest radius, for all of them; what is open takes a minute each, and is not settled
  mnist('medium', '0.4', { recipe: 'medium-40-epochs-0.4.json', also: ['0.3', '0.2'], budget: 10 }),
  mnist('medium-mtl', '0.1', { recipe: 'medium-mtl-0.1.json', ...atLength }),
  // the medium network goes on with images that are moved, and at other radii
  mnist('medium-mtl-shift', '0.1', {
    ...{ recipe: 'medium-mtl-shift-0.1.json', from: 'mnist-0.1-medium-mtl' },
    ...atLength,
  }),
  mnist('medium', '0.3', { recipe: 'medium-0.3-after-0.4.json', from: 'mnist-0.4-medium', budget: 10 }),
  // widened by half it has 3 MB, the most that the zoo takes
  mnist('medium-wide', '0.3', {
    ...{ recipe: 'medium-wide-0.3-after-0.4.json', from: 'zoo:mnist-0.4-medium' },
    ...{ ...atLength, budget: 45, patience: 40 },
  }),
  // what fits the training images ever better, and those held out no more, goes on with images that are moved
  mnist('medium-wide-shift', '0.3', {
    ...{ recipe: 'medium-wide-shift-0.3.json', from: 'zoo:mnist-0.3-medium-wide' },
    ...{ ...atLength, budget: 45, patience: 40 },
  }),
  mnist('medium-mtl', '0.2', {
    ...{ recipe: 'medium-mtl-0.2.json', from: 'mnist-0.1-medium-mtl' },
    ...{ ...atLength, budget: 30, patience: 40 },
  }),
  mnist('cnn3-mtl', '0.1', { recipe: 'cnn3-0.1.json' }),
  mnist('cnn5-half', '0.4', { recipe: 'cnn5-half-0.4.json' }),
  ...methodRows,
  // its bound is of networks with one hidden layer
  mnist('shallow-sdp', '0.1', { flags: '--recipe sdp --model shallow', examples: 1000 }),
  // more than a thousand images stay open after the attack: the nearest to a proof first
  cifar('cnn5-half-mtl', '2/255', {
    ...{ recipe: 'cnn5-half-mtl-2-255.json', budget: 20, patience: 100 },
    complete: 'clip-and-verify',
  }),
  cifar('cnn3', '2/255', { flags: '--recipe ctrain-mtl-ibp --model cnn3' }),
  cifar('cnn5-half', '2/255', {
    flags: '--recipe ctrain-mtl-ibp --model cnn5 --width 0.5 --hidden-units 128',
  }),
  cifar('cnn3', '8/255', { flags: '--recipe fast-ibp --model cnn3' }),
  cifar('cnn5-half', '8/255', { flags: '--recipe fast-ibp --model cnn5 --width 0.5 --hidden-units 128' }),
  ...table4Rows,
];
