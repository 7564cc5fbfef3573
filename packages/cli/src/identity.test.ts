import { runIdentity } from './identity';
import { tinyRecipe } from './testing';

describe('runIdentity', () => {
  it('is what checkpoints of earlier versions hold', () => {
    const { width, hiddenUnits, ...recipe } = tinyRecipe; // which they did not know
    expect(runIdentity({ ...recipe, decays: [[0.5, 0.1]] })).toEqual({
      model: 'small',
      epsilonTrain: 0.1,
      steps: 12,
      batchSize: 20,
      warmUp: 0.25,
      ramp: 0.5,
      schedule: 'linear',
      kappaEnd: 0.5,
      learningRate: '0.001,0.0001@6',
      initializer: 'ibp',
      batchNorm: false,
      specLoss: 'crossEntropy',
      elision: true,
      clipNorm: 10,
      seed: 0,
    });
  });

  it('tells another method, and another kappa, from the usual', () => {
    const method = { name: 'sabr', ratio: 0.4 } as const;
    expect(runIdentity({ ...tinyRecipe, method, kappaStart: 0.5 })).toMatchObject({
      method: '{"name":"sabr","ratio":0.4}',
      kappaStart: 0.5,
    });
  });
});
