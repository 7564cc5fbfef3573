import { activations } from '@ibp/bounds';
import { type ActivationName, fail } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import { assertFunctions } from './assert-functions';
import { network } from './builder';
import { activation, softmax } from './builders/activation';
import { sequential } from './builders/combine';
import { dense } from './builders/dense';
import type { Engine, HostArray } from './engine';
import { disposeNetwork } from './network';

const smooth = (Object.keys(activations) as ActivationName[]).filter(
  (op) => activations[op].rounding !== 'exact' && !['leakyRelu', 'gelu', 'inverseRoot'].includes(op),
);

/** WGSL promises nothing of sines far from 0. */
const mayBeFarOff = (op: string) => tf.getBackend() === 'webgpu' && ['sin', 'cos'].includes(op);

it.each(smooth)('%s: the kernels here are near enough, or refused where a GPU has its own', async (op) => {
  const said = await assertFunctions('test', network([2], activation(op as 'tanh', {}))).then(
    () => 'near enough',
    ({ message }: Error) => message,
  );
  const refused = `|test: expected "${op}" to be computed to within what bounds pay for`;
  expect(said).toMatch(new RegExp(`^(near enough${mayBeFarOff(op) ? refused : ''})`));
});

/** An engine that computes what tfjs does, and then some. */
const engineOff = (by: (y: number) => number, asked: string[] = []): Engine => ({
  name: 'shader',
  compile: async (fn, inputs) => ({
    run: async () => {
      const { data, shape } = inputs.x as HostArray;
      const { y } = tf.tidy(() => fn({ x: tf.tensor(data, [...shape]) }, () => tf.scalar(0)));
      asked.push('run');
      const values = Array.from(await y!.data(), by);
      y!.dispose();
      return { y: { shape, data: values } };
    },
    given: () => fail('given', 'expected nothing to be given once'),
    dispose: async () => void asked.push('dispose'),
  }),
  readVariables: async () => undefined,
  forgetVariables: () => undefined,
});

it('refuses functions that are off by more than is paid for, and the networks that have them alone', async () => {
  const coarse = engineOff((y) => y + 2 ** -12);
  await expect(assertFunctions('test', network([2], activation('sin')), coarse)).rejects.toThrow(
    /test: expected "sin" .* got .* for 0 at 0 on "shader": its results cannot certify/,
  );
  await assertFunctions('test', network([2], activation('relu')), coarse);
  const finite = engineOff((y) => Math.max(y, -88));
  await expect(assertFunctions('test', network([2], activation('log')), finite)).rejects.toThrow(
    /"log" .* got -88 for -Infinity at 0 on "shader"/,
  );
  await assertFunctions('test', network([2], activation('tanh')), finite);
});

it('asks an engine once for each function, of a softmax for its exponential', async () => {
  const asked: string[] = [];
  const engine = engineOff((y) => y * (1 + 2 ** -12), asked);
  const net = network([2], sequential(dense(2), softmax()));
  for (let i = 0; i < 2; i++) {
    await expect(assertFunctions('test', net, engine)).rejects.toThrow(/test: expected "exp" .* "shader"/);
  }
  expect(asked).toEqual(['run', 'dispose']);
  disposeNetwork(net);
});

it('asks the backend where there is no engine', async () => {
  const backendName = tf.getBackend();
  const { kernelFunc } = tf.getKernel('Tanh', backendName);
  const sine = tf.getKernel('Sin', backendName);
  tf.unregisterKernel('Sin', backendName);
  tf.registerKernel({ kernelName: 'Sin', backendName, kernelFunc });
  try {
    // a function that the tests above have not asked for
    const net = network([2], activation('sin'));
    const fresh = { ...net, nodes: net.nodes.map((node) => ({ ...node, params: { of: 'tanh' } })) } as never;
    await expect(assertFunctions('test', fresh)).rejects.toThrow(/test: expected "sin" /);
  } finally {
    tf.unregisterKernel('Sin', backendName);
    tf.registerKernel(sine);
  }
});
