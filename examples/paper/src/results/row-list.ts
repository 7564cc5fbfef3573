/** A row of the table of results: a network that anyone trains again by the flags that stand here. */
export type ResultRow = {
  /** Of its folder: dataset, radius, network, and the method where it is not the first one. */
  readonly name: string;
  readonly example: 'mnist' | 'cifar';
  /** To be certified at, as it is written: `0.3`, `2/255`. */
  readonly epsilon: string;
  /** Flags of the example, beside those that all rows have. */
  readonly train: readonly string[];
  /** The first so many test images are certified; all unless given. */
  readonly examples?: number;
};

type Row = (
  name: string,
  epsilon: string,
  train: string,
  more?: Partial<Pick<ResultRow, 'examples'>>,
) => ResultRow;

const rowOf =
  (example: ResultRow['example']): Row =>
  (name, epsilon, train, more = {}) => ({
    name: `${example}-${epsilon.replace('/', '-')}-${name}`,
    ...{ example, epsilon, train: train.split(' '), ...more },
  });
const [mnist, cifar] = [rowOf('mnist'), rowOf('cifar')];

/** What the paper compares with, and what came after it, on one network: the first 1,000 images are certified. */
const methods = [
  ...[
    'nominal',
    'madry',
    'wong-kolter',
    'ibp',
    'crown-ibp',
    'diffai',
    'relu-stability',
    'learned-dual',
    'mixtrain',
  ],
  ...['sabr', 'taps', 'staps', 'cc-ibp', 'exp-ibp', 'mtl-ibp'],
] as const;

/** MNIST before CIFAR-10, since a network takes a tenth of the time; the best of each first, then what they are compared with. */
export const resultRows: readonly ResultRow[] = [
  ...['0.3', '0.1', '0.2', '0.4'].map((epsilon) => mnist('cnn3', epsilon, '--recipe fast-ibp --model cnn3')),
  ...methods.map((method) =>
    mnist(`cnn3-${method}`, '0.1', `--recipe ${method} --model cnn3`, { examples: 1000 }),
  ),
  // its bound is of networks with one hidden layer
  mnist('shallow-sdp', '0.1', '--recipe sdp --model shallow', { examples: 1000 }),
  cifar('cnn3', '2/255', '--recipe ctrain-mtl-ibp --model cnn3'),
  cifar('cnn5-half', '2/255', '--recipe ctrain-mtl-ibp --model cnn5 --width 0.5 --hidden-units 128'),
  cifar('cnn3', '8/255', '--recipe fast-ibp --model cnn3'),
  cifar('cnn5-half', '8/255', '--recipe fast-ibp --model cnn5 --width 0.5 --hidden-units 128'),
];
