import { disposeNetwork, type Network, summary } from '@ibp/layers';
import { buildLoss, methodNames } from '../build-loss';
import { buildNetwork } from '../build-network';
import { checkRecipe } from '../check-recipe';
import { schedulesOf } from '../schedules';
import { findRecipe } from './find-recipe';
import { published } from './published-recipes';

describe('published recipes', () => {
  it.each(
    published.map((entry) => [`${entry.name}, ${entry.dataset} ${entry.recipe.epsilon}`, entry] as const),
  )('%s: can be run, and says where it is from', (_, { recipe, source }) => {
    checkRecipe(recipe);
    expect(typeof buildLoss(recipe)).toBe('function');
    const { epsilon, kappa } = schedulesOf(recipe);
    expect(epsilon(recipe.steps)).toBeCloseTo(recipe.epsilonTrain, 9);
    expect(kappa(recipe.steps)).toBeCloseTo(recipe.kappaEnd, 9);
    expect(recipe.epsilonTrain).toBeGreaterThanOrEqual(recipe.epsilon);
    expect(source).toMatch(/20\d\d/);
    expect(JSON.parse(JSON.stringify(recipe))).toEqual(recipe);
  });

  it('are one for each method, dataset and radius', () => {
    const keys = published.map(({ name, dataset, recipe }) => `${name} ${dataset} ${recipe.epsilon}`);
    expect(new Set(keys).size).toBe(keys.length);
    const trained = new Set(published.map(({ recipe }) => recipe.method?.name ?? 'ibp'));
    expect([...trained].sort()).toEqual([...methodNames].sort());
  });

  it('have the lengths of the papers', () => {
    expect(findRecipe('mnist', 'ibp').recipe.steps).toBe(60_000);
    expect(findRecipe('mnist', 'fast-ibp').recipe.steps).toBe(235 * 70);
    expect(findRecipe('cifar-10', 'sabr').recipe.steps).toBe(391 * 160);
  });

  it('have the epochs of CTRAIN: decays count from the end, and batches are of 512', () => {
    const { recipe } = findRecipe('cifar-10', 'ctrain-mtl-ibp', 2 / 255);
    const perEpoch = 98;
    expect(recipe.steps).toBe(160 * perEpoch);
    const { epsilon, learningRate } = schedulesOf(recipe);
    expect([5, 76].map((epoch) => epsilon(epoch * perEpoch))).toEqual([0, (1.26 * 2) / 255]);
    expect([123.9, 124, 141.9, 142].map((epoch) => learningRate(Math.round(epoch * perEpoch)))).toEqual(
      [2.7e-3, 2.7e-3 * 0.066, 2.7e-3 * 0.066, 2.7e-3 * 0.066 ** 2].map((rate) => expect.closeTo(rate, 9)),
    );
    expect(recipe.optimizer).toEqual({ name: 'radam' });
    const ibp = findRecipe('cifar-10', 'ctrain-ibp').recipe;
    const { kappa } = schedulesOf(ibp);
    expect([3, 4, 167, 260].map((epoch) => kappa(epoch * perEpoch))).toEqual(
      [1, 0.711, 0.641, 0.641].map((weight) => expect.closeTo(weight, 9)),
    );
  });

  it('change the images of CIFAR-10, not those of MNIST', () => {
    expect(findRecipe('cifar-10', 'ibp').recipe.augment).toBe('cropAndFlip');
    expect(findRecipe('mnist', 'ibp').recipe.augment).toBe('none');
  });
});

describe('findRecipe', () => {
  it('finds the radius that is nearest, and the first where none is asked for', () => {
    const epsilonOf = (epsilon?: number) => findRecipe('mnist', 'sabr', epsilon).recipe.epsilon;
    expect([undefined, 0.1, 0.3, 0.4].map(epsilonOf)).toEqual([0.1, 0.1, 0.3, 0.3]);
  });

  it('names the recipes there are', () => {
    expect(() => findRecipe('svhn', 'sabr')).toThrow('expected a recipe for svhn: ibp, nominal, madry');
  });
});

describe('buildNetwork', () => {
  let net: Network;
  afterEach(() => disposeNetwork(net));

  it('builds the model at the width and with the hidden units that the recipe says', () => {
    const { recipe } = findRecipe('cifar-10', 'fast-ibp');
    const task = { shape: [32, 32, 3], classes: 10 };
    net = buildNetwork({ ...recipe, model: 'cnn5', width: 0.5, hiddenUnits: 128 }, task);
    expect(summary(net).parameters).toBe(576_106);
  });

  it('builds the model, with a verifier beside it where the method learns one', () => {
    const task = { shape: [28, 28, 1], classes: 10 };
    net = buildNetwork(findRecipe('mnist', 'ibp').recipe, task);
    const { parameters } = summary(net);
    expect(Object.keys(net.variables).some((name) => name.startsWith('verifier/'))).toBe(false);
    disposeNetwork(net);
    net = buildNetwork(findRecipe('mnist', 'learned-dual').recipe, task);
    expect(Object.keys(net.variables).filter((name) => name.startsWith('verifier/'))).toHaveLength(6);
    expect(summary(net).parameters).toBeGreaterThanOrEqual(parameters);
  });
});
