import type { Recipe } from '../recipe';
import { inEpochs, type PublishedDataset } from './lengths';
import type { Published } from './published';

const base = {
  model: 'small',
  schedule: 'linear',
  kappaStart: 0,
  kappaEnd: 0,
  learningRate: 1e-3,
  initializer: 'orthogonal',
  batchNorm: false,
  specLoss: 'crossEntropy',
  elision: true,
  clipNorm: null,
  seed: 0,
} as const;

const lengthsOf = (dataset: PublishedDataset) =>
  inEpochs({
    dataset,
    batchSize: 50,
    epochs: 60,
    warmUp: 0,
    ramp: 20,
    decays: [30, 40, 50],
    decay: 0.5,
  });

type Changes = Partial<Recipe> & Pick<Recipe, 'method'>;

const earlier = (
  name: string,
  dataset: PublishedDataset,
  epsilon: number,
  source: string,
  changes: Changes,
): Published => ({
  name,
  dataset,
  source,
  recipe: { ...base, ...lengthsOf(dataset), epsilon, epsilonTrain: epsilon, ...changes },
});

const wong =
  'Wong et al. 2018, "Scaling Provable Adversarial Defenses": 60 epochs, ramp of 20, 50 projections; decays (recalled)';
const xiao =
  'Xiao et al. 2019, "Training for Faster Adversarial Robustness Verification via Inducing ReLU Stability"; weights (recalled)';
const diffai =
  'Mirman et al. 2018, "Differentiable Abstract Interpretation for Provably Robust Neural Networks"; lengths (recalled)';
const dual = 'Dvijotham et al. 2018, "Training Verified Learners with Learned Verifiers"; lengths (recalled)';

const raghunathan =
  'Raghunathan et al. 2018, "Certified Defenses against Adversarial Examples": 500 hidden units; weight ours, lengths (recalled)';
const mixTrain =
  'Wang et al. 2018, "MixTrain: Scalable Training of Verifiably Robust Neural Networks"; k, alpha and lengths (recalled)';

const settings: readonly (readonly [PublishedDataset, number])[] = [
  ['mnist', 0.1],
  ['mnist', 0.3],
  ['cifar-10', 2 / 255],
  ['cifar-10', 8 / 255],
  ['svhn', 0.01],
];

/** The methods from before IBP. */
export const earlierRecipes: readonly Published[] = settings
  .flatMap(([dataset, epsilon]) => [
    earlier('wong-kolter', dataset, epsilon, wong, { method: { name: 'wong-kolter', projections: 50 } }),
    earlier('relu-stability', dataset, epsilon, xiao, {
      method: { name: 'adversarial', attack: { steps: 8, stepSize: 0.25 } },
      regularizers: { l1: 2e-5, reluStability: 2e-4 },
      learningRate: 1e-4,
      warmUp: 0,
      ramp: 0,
    }),
    earlier('diffai', dataset, epsilon, diffai, {
      method: { name: 'diffai' },
      kappaStart: 0.1,
      kappaEnd: 0.1,
    }),
    earlier('mixtrain', dataset, epsilon, mixTrain, { method: { name: 'mixtrain', samples: 5, alpha: 0.8 } }),
    earlier('learned-dual', dataset, epsilon, dual, {
      method: { name: 'learned-dual' },
      kappaStart: 1,
      kappaEnd: 0.5,
    }),
  ])
  .concat(
    earlier('sdp', 'mnist', 0.1, raghunathan, {
      model: 'shallow',
      method: { name: 'nominal' },
      regularizers: { sdp: 1e-4 },
      kappaStart: 1,
      kappaEnd: 1,
    }),
  );
