import type { Method } from '../method';
import type { Recipe } from '../recipe';
import { inSteps, type PublishedDataset } from './lengths';
import type { Published } from './published';

const paper = 'Gowal et al. 2019 (arXiv 1810.12715)';

/** What all rows of the paper share. */
const base = {
  model: 'small',
  schedule: 'linear',
  kappaEnd: 0.5,
  learningRate: 1e-3,
  initializer: 'orthogonal',
  batchNorm: false,
  specLoss: 'crossEntropy',
  elision: true,
  clipNorm: null,
  seed: 0,
} as const;

const lengths = {
  mnist: inSteps({
    batchSize: 100,
    steps: 60_000,
    warmUp: 2000,
    ramp: 10_000,
    decays: [15_000, 25_000],
    decay: 0.1,
  }),
  oneMachine: inSteps({
    batchSize: 100,
    steps: 200_000,
    warmUp: 10_000,
    ramp: 120_000,
    decays: [150_000, 180_000],
    decay: 0.1,
  }),
};

type Row = readonly [dataset: PublishedDataset, epsilon: number, epsilonTrain: number, source: string];

const rows: readonly Row[] = [
  ...[0.1, 0.2, 0.3, 0.4].map(
    (e): Row => ['mnist', e, e === 0.1 ? 0.2 : 0.4, `${paper}, section 4.1, and its code`],
  ),
  ['cifar-10', 8 / 255, 8 / 255, `${paper}: what its authors give for one GPU; the table needs 32 TPUs`],
  ['cifar-10', 2 / 255, 2 / 255, `${paper}; lengths as for 8/255 (recalled)`],
  ['svhn', 0.01, 0.01, `${paper}, table 4; lengths as for CIFAR-10 (recalled)`],
  ['imagenet64', 1 / 255, 1 / 255, `${paper}, table 2; lengths as for CIFAR-10 (recalled: in an appendix)`],
];

const recipeOf = ([dataset, epsilon, epsilonTrain]: Row): Recipe => ({
  ...base,
  ...(dataset === 'mnist' ? lengths.mnist : lengths.oneMachine),
  ...(dataset === 'imagenet64' ? { model: 'wideResNet10' } : {}),
  epsilon,
  epsilonTrain,
});

/** Without bounds there is nothing to ramp up. */
const plain = (row: Row, method: Method): Recipe => ({
  ...recipeOf(row),
  epsilonTrain: row[1],
  warmUp: 0,
  ramp: 0,
  kappaStart: method.name === 'nominal' ? 1 : 0,
  kappaEnd: method.name === 'nominal' ? 1 : 0,
  method,
});

/** The paper's own method, and what it compares with: nominal training and that of Madry et al. */
export const gowalRecipes: readonly Published[] = rows.flatMap((row) => {
  const [dataset, , , source] = row;
  const madry: Method = { name: 'adversarial', attack: { steps: 7, stepSize: 0.25 } };
  return [
    { name: 'ibp', dataset, source, recipe: recipeOf(row) },
    { name: 'nominal', dataset, source, recipe: plain(row, { name: 'nominal' }) },
    { name: 'madry', dataset, source: `${source}; step size (recalled)`, recipe: plain(row, madry) },
  ];
});
