// run by vitest itself, from src/vitest.test.ts
import { selectBackend } from '@ibp/backend';
import { dense, disposeNetwork, type Network, network, relu, sequential } from '@ibp/layers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type CertifiedMatchers, matchers } from '../src';

declare module 'vitest' {
  // biome-ignore lint/suspicious/noExplicitAny: the parameter of vitest's own interface
  interface Assertion<T = any> extends CertifiedMatchers<T> {}
}

expect.extend(matchers);

let net: Network;
beforeAll(async () => {
  await selectBackend({ log: () => undefined });
  net = network([2], sequential(dense(16), relu(), dense(3)), { seed: 8 });
});
afterAll(() => disposeNetwork(net));
const x = [
  [0.9, 0.1],
  [0.8, 0.2],
];

it('holds', async () => {
  await expect(net).toBeCertified({ data: { x, labels: [2, 2] }, epsilon: 0.05 });
  await expect(net).not.toBeCertified({ data: { x, labels: [2, 1] }, epsilon: 0.05 });
});

it('does not hold', async () => {
  await expect(net).toBeCertified({ data: { x, labels: [2, 1] }, epsilon: 0.05, atLeast: 0.9 });
});
