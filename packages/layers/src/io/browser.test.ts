import 'fake-indexeddb/auto';
import * as tf from '@tensorflow/tfjs-core';
import { disposeNetwork } from '../network';
import { loadWeights } from './load-weights';
import { saveWeights } from './save-weights';
import { sample } from './testing';
import { weightsHash } from './weights-hash';

/** What tfjs looks for before it uses a browser's stores: its flag, and the global object by its name there. */
describe('the stores of a browser', () => {
  beforeAll(() => {
    tf.env().set('IS_BROWSER', true);
    (globalThis as { self?: unknown }).self = globalThis;
  });
  afterAll(() => {
    tf.env().set('IS_BROWSER', false);
    delete (globalThis as { self?: unknown }).self;
  });

  it('IndexedDB keeps weights, and the last that were saved', async () => {
    const [first, second, to] = [sample(1), sample(2), sample(3)];
    await saveWeights(first, 'indexeddb://mine');
    const { modelArtifactsInfo } = await saveWeights(second, 'indexeddb://mine');
    expect(modelArtifactsInfo.weightDataBytes).toBe(140);
    await loadWeights(to, 'indexeddb://mine');
    expect(await weightsHash(to)).toBe(await weightsHash(second));
    await expect(loadWeights(to, 'indexeddb://other')).rejects.toThrow(/Cannot find model with path 'other'/);
    for (const net of [first, second, to]) disposeNetwork(net);
  });
});
