import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { PlainNetwork } from '@ibp/core';
import {
  checkCertificate,
  createCertificate,
  type Enclosure,
  type PlainSpec,
  type Property,
  plainForward,
  region,
  rigorousBox,
  type Split,
} from '@ibp/exact';
import { plainFromOnnx } from '@ibp/onnx/import';
import { plainChain, plainTensor, randomBox, randomFloats, stream, times } from '@ibp/testing';
import { propertyOutcome } from '../../certificate/property-outcome';
import { lowered } from '../../testing/lowered';
import { limitsOf } from '../limits';
import { unsafeRowsOf } from '../rows';
import { verifyProperty } from '../verify-property';
import { workersHere } from '../workers/testing';
import { boundPart } from './part-bound';
import { splitProducts } from './product-split';

/** Two outputs of products of two rows of weights each, tanh between; or of sums of products and softmax. */
function network(seed: number): PlainNetwork {
  const dense = (inputs: number, outputs: number, at: number) => ({
    kernel: plainTensor([inputs, outputs], randomFloats(inputs * outputs, seed + at, 2)),
    bias: plainTensor([outputs], randomFloats(outputs, seed + at + 1)),
  });
  if (seed % 2 === 0) {
    return plainChain(
      [2],
      ['dense', dense(2, 3, 0)],
      ['dense', dense(2, 3, 2), [0]],
      ['tanh', {}, [1]],
      ['multiply', {}, [3, 2]],
      ['dense', dense(3, 2, 4)],
    );
  }
  return plainChain(
    [2],
    ['dense', dense(2, 4, 0)],
    ['dense', dense(2, 4, 2), [0]],
    ['reshape', { shape: [2, 2] }, [1]],
    ['reshape', { shape: [2, 2] }, [2]],
    ['matMul', {}, [3, 4]],
    ['softmax', {}],
    ['matMul', {}, [6, 4]],
    ['reshape', { shape: [4] }],
    ['dense', dense(4, 2, 4)],
  );
}

/** The greatest difference of both outputs on a grid. */
function greatest(plain: PlainNetwork, { lower, upper }: Enclosure): number {
  let most = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < 41 ** 2; k++) {
    const at = [k % 41, Math.floor(k / 41)];
    const z = plainForward(
      plain,
      lower.map((l, i) => l + (at[i]! / 40) * (upper[i]! - l)),
    );
    most = Math.max(most, z[0]! - z[1]!);
  }
  return most;
}

const atMost = (box: Enclosure, value: number, outputs = 2): Property => ({
  boxes: [box],
  unsafe: [{ c: Float64Array.of(1, -1, ...new Array(outputs - 2).fill(0)), d: Float64Array.of(-value) }],
});

const confirmed = async (
  plain: PlainNetwork,
  property: Property,
  found: Parameters<typeof propertyOutcome>[2],
) => {
  const { outcome, share } = await propertyOutcome(plain, property, found);
  const certificate = await createCertificate(plain, [outcome], { mode: 'rigorous' });
  const check = await checkCertificate(certificate, plain, [property]);
  return { share, ...check.confirmed };
};

it('cuts factors until what holds is proved, and finds what does not', async () => {
  let parts = 0;
  for (const seed of [0, 3, 2, 5, 4, 9]) {
    const plain = network(10 * seed + (seed % 2));
    const box = randomBox(plain, seed, seed % 2 === 0 ? 0.6 : 0.1, true);
    const most = greatest(plain, box);
    const net = lowered(plain);
    const options = { strategy: 'branch-and-bound', maxNodes: 600, seed } as const;
    const holds = atMost(box, most + 0.05);
    const found = await verifyProperty(net, holds, options);
    expect([seed, found.status, found.reason]).toEqual([seed, 'verified', undefined]);
    if (seed % 2 === 1) expect(found.nodes).toBeGreaterThan(5);
    expect(await verifyProperty(net, holds, options)).toMatchObject({ nodes: found.nodes });
    expect(await confirmed(plain, holds, found)).toEqual({ share: 1, verified: 1, falsified: 0 });
    parts += found.nodes;
    const broken = await verifyProperty(net, atMost(box, most - 0.05), options);
    expect([seed, broken.status]).toEqual([seed, 'falsified']);
  }
  expect(parts).toBeGreaterThan(60);
});

it('proves nothing that is broken, though nobody looks for what breaks it', async () => {
  for (let seed = 0; seed < 6 * times; seed++) {
    const plain = network(7 * seed);
    const box = randomBox(plain, seed, 0.6, true);
    const { boxes, unsafe } = atMost(box, greatest(plain, box) - 1e-9);
    const problem = { plain, rows: unsafeRowsOf({ boxes, unsafe }), network: lowered(plain) };
    const limits = limitsOf({ maxNodes: 60 });
    const found = await splitProducts(box, problem, { limits, attack: () => undefined });
    expect([seed, found!.status]).toEqual([seed, 'unknown']);
  }
});

it('no point of a part is above its bound, whatever the multipliers', () => {
  let inParts = 0;
  for (let seed = 0; seed < 20 * times; seed++) {
    const plain = network(3 * seed);
    const box = randomBox(plain, seed, 0.8, true);
    const next = stream(seed + 1);
    const { boxes } = region(plain, box, []).enclosures('crown');
    // what products, softmax and activations take in, and the input
    const nodes = seed % 2 === 0 ? [0, 1, 2, 3] : [0, 1, 2, 5];
    const splits = Array.from({ length: 3 }, (): Split => {
      const node = nodes[Math.floor(next() * nodes.length)]!;
      const { lower, upper } = boxes[node]!;
      const unit = Math.floor(next() * lower.length);
      const at = lower[unit]! + next() * (upper[unit]! - lower[unit]!);
      return { node, unit, at, side: next() < 0.5 ? 'active' : 'inactive' };
    });
    const betas = splits.map(() => (next() < 0.5 ? 0 : next()));
    const rows: PlainSpec = { c: Float64Array.of(1, -1), d: Float64Array.of(0.25) };
    const part = { splits, betas, bound: Number.POSITIVE_INFINITY };
    const { bound } = boundPart(plain, box, boxes, rows, part);
    for (let k = 0; k < 300; k++) {
      const x = box.lower.map((l, i) => l + next() * (box.upper[i]! - l));
      const isIn = splits.every(({ node, unit, at, side }) => {
        const value = plainForward({ nodes: plain.nodes.slice(0, node + 1) }, x)[unit]!;
        return side === 'active' ? value >= at! : value <= at!;
      });
      if (!isIn) continue;
      inParts += 1;
      const z = plainForward(plain, x);
      expect(z[0]! - z[1]! + 0.25).toBeLessThanOrEqual(bound + 1e-12);
    }
  }
  expect(inParts).toBeGreaterThan(100);
});

it('proves of attention what lines around the whole box leave open, and the checker confirms it', async () => {
  const fixtures = path.join(__dirname, '..', '..', '..', '..', 'onnx', 'corpus', 'fixtures');
  const plain = plainFromOnnx(readFileSync(path.join(fixtures, 'torch-legacy-14-vit.onnx')));
  const x = randomFloats(16, 1, 0.5);
  const box = rigorousBox(x, 0.02, [-1, 1]);
  const next = stream(4);
  let most = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < 500; k++) {
    const z = plainForward(
      plain,
      box.lower.map((l, i) => (next() < 0.5 ? l : box.upper[i]!)),
    );
    most = Math.max(most, z[0]! - z[1]!);
  }
  const property = atMost(box, most + 0.05, 3);
  const options = { strategy: 'branch-and-bound', maxNodes: 200 } as const;
  const found = await verifyProperty(lowered(plain), property, options);
  expect(found).toMatchObject({ status: 'verified', method: 'branch-and-bound' });
  expect(found.nodes).toBeGreaterThan(2);
  expect(await confirmed(plain, property, found)).toEqual({ share: 1, verified: 1, falsified: 0 });
});

it('several cut factors together, and what one had that ends stays open', async () => {
  const plain = network(0);
  const box = randomBox(plain, 0, 0.6, true);
  const holds = atMost(box, greatest(plain, box) + 0.05);
  const net = lowered(plain);
  const options = { strategy: 'branch-and-bound', maxNodes: 600 } as const;
  const workers = workersHere(2);
  const found = await verifyProperty(net, holds, { ...options, workers });
  expect([found.status, found.reason]).toEqual(['verified', undefined]);
  expect(workers.asked).toEqual(expect.arrayContaining(['search', 'trees']));
  expect(await confirmed(plain, holds, found)).toEqual({ share: 1, verified: 1, falsified: 0 });
  for (const last of ['search', 'trees']) {
    const ending = workersHere(1, (_, { kind }) => kind === last);
    expect(await verifyProperty(net, holds, { ...options, workers: ending })).toMatchObject({
      status: 'unknown',
    });
  }
});
