import { full } from './full';
import { scaled } from './scale';

describe('scaled', () => {
  it('is the paper at scale 1', () => {
    const { recipe, testExamples, pgd, differences } = scaled(full.mnist, { scale: 1 });
    expect(recipe).toEqual(full.mnist.recipe);
    expect([testExamples, pgd]).toEqual([10_000, { steps: 200, restarts: 10 }]);
    expect(differences).toEqual([]);
  });

  it('says which images are not those of the paper, and how many are tested', () => {
    const [train, test] = [{ count: 9000 }, { count: 1000 }];
    const embedded = { source: 'embedded', description: 'digits', train, test };
    expect(scaled(full.mnist, { scale: 1 }, embedded).differences).toEqual([
      'mnist: images: digits (9000 to train on, 1000 to test) instead of MNIST, its own test set',
      'mnist: test examples: 1000 instead of 10000',
    ]);
    const own = { ...embedded, source: 'full', train: { count: 60_000 }, test: { count: 10_000 } };
    expect(scaled(full.mnist, { scale: 1 }, own).differences).toEqual([]);
  });

  it('says all that it makes smaller', () => {
    const { recipe, differences } = scaled(full.cifar, { scale: 0.01 });
    expect(recipe).toMatchObject({ model: 'small', steps: 1000, batchSize: 100, ramp: 0.5 });
    expect(differences).toEqual([
      'cifar: model: small instead of large',
      'cifar: training steps: 1000 instead of 100000',
      'cifar: batch size: 100 instead of 1600',
      'cifar: test examples: 100 instead of 10000',
      'cifar: PGD steps: 20 instead of 200',
      'cifar: PGD restarts: 1 instead of 10',
    ]);
  });

  it('keeps what it is told to, and says what was assumed', () => {
    const size = { scale: 0.1, model: 'medium', pgdSteps: 200, testExamples: 26_032 } as const;
    const { recipe, differences } = scaled(full.svhn, size);
    expect(recipe).toMatchObject({ model: 'medium', batchSize: 50 });
    expect(differences).toEqual([
      'svhn: model: medium instead of large',
      'svhn: training steps: 10000 instead of 100000',
      'svhn: PGD restarts: 1 instead of 10',
      expect.stringContaining('assumed'),
    ]);
  });

  it('leaves table 2 its model', () => {
    expect(scaled(full.imagenet, { scale: 0.001 }).recipe.model).toBe('wideResNet10');
  });
});
