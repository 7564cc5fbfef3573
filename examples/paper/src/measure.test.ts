import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fromArrays } from '@ibp/data';
import { apply, dense, disposeNetwork, network, relu, sequential } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import type { Measurable } from './exact';
import { measure } from './measure';

describe('measure', () => {
  let directory: string;
  let error: jest.SpyInstance;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'ibp-measure-'));
    error = jest.spyOn(console, 'error').mockReturnValue();
  });
  afterEach(() => {
    error.mockRestore();
    return rm(directory, { recursive: true });
  });

  /** A network and points that it classifies right. */
  async function trained(): Promise<Measurable> {
    const own = network([2], sequential(dense(16), relu(), dense(2)), { seed: 1 });
    const points = Array.from({ length: 60 }, (_, i) => [((7 * i) % 60) / 60, ((23 * i) % 61) / 61]);
    const labels = tf.tidy(() => tf.argMax(apply(own, tf.tensor2d(points)), 1).dataSync());
    const images = Float32Array.from(points.flat());
    const test = fromArrays({ name: 'points', images, labels, shape: [2], classes: 2 });
    return {
      network: own,
      engine: undefined,
      images: { source: 'points', test },
      folder: { path: directory },
    };
  }

  it('attacks by the seed, and takes the figures of one seed for no other', async () => {
    const own = await trained();
    const errors: (number | undefined)[] = [];
    for (const seed of [0, 1, 2, 3]) {
      const wanted = { epsilon: 0.4, testExamples: 60, pgd: { steps: 1, restarts: 1 } };
      errors.push((await measure(own, { seed, elision: true }, wanted)).pgdError);
    }
    expect(new Set(errors).size).toBeGreaterThan(2);
    await measure(
      own,
      { seed: 5, elision: true },
      { epsilon: 0.4, testExamples: 60, exact: { examples: 1, seconds: 1 } },
    );
    disposeNetwork(own.network);
    const journal = await readFile(join(directory, 'certify-0.4000-1s.jsonl'), 'utf8');
    expect(JSON.parse(journal.split('\n')[0]!).run).toMatchObject({ seed: 5 });
  });

  it('evaluates by the engine that trained', async () => {
    const compile = () => Promise.reject(new Error('compiled'));
    const engine = { name: 'refusing', compile, readVariables: async () => {}, forgetVariables: () => {} };
    const own = { ...(await trained()), engine };
    const measured = measure(own, { seed: 0, elision: true }, { epsilon: 0.1, testExamples: 60 });
    await expect(measured).rejects.toThrow('compiled');
    disposeNetwork(own.network);
  });
});
