import { linearSpec, linfBall } from '@ibp/bounds';
import {
  apply,
  batchNorm,
  type CompiledFunction,
  compileBound,
  conv2d,
  dense,
  disposeNetwork,
  type Engine,
  flatten,
  ibp,
  type Layer,
  lower,
  maxPool,
  type Network,
  network,
  ones,
  relu,
  residual,
  sequential,
} from '@ibp/layers';
import { onnxEngine } from '@ibp/onnx';
import { crown, fastLin } from '@ibp/relax';
import * as tf from '@tensorflow/tfjs-core';
import { branchAndBound } from './branch-and-bound';
import { certify } from './cascade/certify';
import { boundStage } from './cascade/stages/bound';

let engine: Engine;
beforeAll(async () => {
  engine = await onnxEngine();
});

const conv = (filters: number) => conv2d({ filters, kernelSize: 3, padding: 'same' });
const last = sequential(flatten(), dense(4), relu(), dense(1), relu(), dense(3));
const nets: { readonly [name: string]: Layer } = {
  'fully connected': sequential(flatten(), dense(9), relu(), dense(8), relu(), last),
  'convolutions and batch norm': sequential(conv(2), batchNorm(), relu(), conv(2), relu(), last),
  'a residual block': sequential(
    conv(2),
    relu(),
    residual(sequential(conv(2), relu(), conv(2))),
    relu(),
    last,
  ),
  'a max pool': sequential(conv(2), relu(), maxPool({ size: 2 }), last),
};

/** Three examples, so many rows of each, and a box around them. */
function problem(net: Parameters<typeof lower>[0], specs: number, seed: number) {
  const x = tf.randomUniform([3, ...net.inputShape], 0, 1, 'float32', seed);
  const spec = linearSpec(tf.randomUniform([3, specs, 3], -1, 1, 'float32', seed + 1));
  return { x, spec, box: linfBall(x, 0.06) };
}

describe.each(Object.keys(nets))('%s', (name) => {
  const method = name === 'fully connected' ? fastLin({ chunk: 5 }) : crown({ chunk: 5 });

  it('compiled, in padded chunks, has the bounds of tfjs, leaves no tensors, and holds at points', async () => {
    const net = network([8, 7, 1], nets[name]!, { seed: 2 });
    const compiled = compileBound(engine, net, method);
    for (const [specs, seed] of [
      [4, 1],
      [1, 2],
    ] as const) {
      const { x, spec, box } = problem(net, specs, seed);
      const eager = method(lower(net), box, spec);
      const before = tf.memory().numTensors;
      const found = await compiled.bound(box, spec);
      expect(tf.memory().numTensors).toBe(before);
      const expected = eager.dataSync();
      expect(found).toHaveLength(expected.length);
      found.forEach((bound, i) => {
        expect(Math.abs(bound - expected[i]!)).toBeLessThan(1e-4 * Math.max(1, Math.abs(expected[i]!)));
      });
      const values = tf.tidy(() => {
        const noise = tf.sign(tf.randomUniform(x.shape, -1, 1, 'float32', seed + 7));
        const outputs = apply(net, tf.clipByValue(tf.add(x, tf.mul(noise, 0.06)), 0, 1));
        return tf.squeeze(tf.matMul(spec.c as tf.Tensor3D, tf.expandDims(outputs, 2)), [2]).dataSync();
      });
      found.forEach((bound, i) => {
        expect(values[i]!).toBeLessThanOrEqual(bound + 1e-5);
      });
      tf.dispose([x, spec, box, eager]);
    }
    await compiled.dispose();
    disposeNetwork(net);
  });
});

it('weights are those of the call, and what is not finite is NaN', async () => {
  const net = network([3], sequential(dense(5), relu(), dense(5), relu(), dense(3)), { seed: 4 });
  const compiled = compileBound(engine, net, crown());
  const { x, spec, box } = problem(net, 2, 5);
  const first = await compiled.bound(box, spec);
  const kernel = Object.values(net.variables)[0]!;
  tf.tidy(() => kernel.assign(tf.mul(kernel, 3)));
  const expected = tf.tidy(() => crown()(lower(net), box, spec).dataSync());
  const second = await compiled.bound(box, spec);
  second.forEach((bound, i) => {
    expect(bound).toBeCloseTo(expected[i]!, 4);
  });
  expect(second).not.toEqual(first);
  tf.tidy(() => kernel.assign(tf.fill(kernel.shape, Number.POSITIVE_INFINITY)));
  expect([...(await compiled.bound(box, spec))].every(Number.isNaN)).toBe(true);
  await compiled.dispose();
  tf.dispose([x, spec, box]);
  disposeNetwork(net);
});

describe('steps of the same engine, which assign weights', () => {
  const sums = (units: number) => dense(units, { kernelInitializer: ones });
  const make = () => network([2], sequential(sums(2), relu(), sums(2), relu(), sums(1)));
  let net: Network;
  let step: CompiledFunction;
  beforeEach(async () => {
    net = make();
    const [hidden, output] = [net.variables['dense_2/bias']!, net.variables['dense_3/bias']!];
    // at 0 the last hidden units are off and the output is 1; at 1 they are on, and it is up to 7: it is above 0 with both
    step = await engine.compile(
      ({ s }) => {
        hidden.assign(tf.mul(tf.ones([2]), tf.mul(tf.sub(s!, 1), 20)));
        output.assign(tf.mul(tf.ones([1]), tf.sub(1, tf.mul(s!, 2))));
        return { done: tf.add(s!, 0) };
      },
      { s: 0 },
    );
  });
  afterEach(async () => {
    await step.dispose();
    engine.forgetVariables();
    disposeNetwork(net);
  });

  /** Does something again and again beside steps, and gives what came of it, errors too. */
  async function beside<T>(times: number, what: () => Promise<T>): Promise<(T | string)[]> {
    let going = true;
    const steps = (async () => {
      for (let i = 0; going; i++) {
        await step.run({ s: i % 2 });
        await new Promise((resolve) => setTimeout(resolve));
      }
    })();
    const found: (T | string)[] = [];
    for (let i = 0; i < times; i++) found.push(await what().catch((error: Error) => error.message));
    going = false;
    await steps;
    return found;
  }

  it.each([
    ['one run', ibp()],
    ['several', crown()],
  ])('a bound of %s proves nothing that holds for none of them', async (_, method) => {
    const compiled = compileBound(engine, net, method);
    const box = { lower: tf.tensor2d([[-1, -1]]), upper: tf.tensor2d([[1, 1]]) };
    const spec = linearSpec(tf.tensor3d([[[1]]]));
    const found = await beside(30, async () => (await compiled.bound(box, spec))[0]!);
    for (const one of found) {
      if (typeof one === 'string') expect(one).toContain('expected weights that stay');
      else expect(one).toBeGreaterThan(0.99);
    }
    await compiled.dispose();
    tf.dispose([box, spec]);
  });

  it('certify ends with an error', async () => {
    const stages = [boundStage('crown', crown(), { engine, batch: 2 })];
    const spec = { c: Float64Array.of(1), d: Float64Array.of(0) };
    const found = await beside(10, async () => {
      const batch = { x: tf.zeros([2, 2]), spec: [spec, spec] };
      for await (const { verdict } of certify(net, [batch], { epsilon: 1, range: [-1, 1], stages })) {
        if (verdict.status === 'verified') return 'verified';
      }
      return 'not verified';
    });
    expect(found).not.toContain('verified');
    expect(found.join()).toContain('certify: expected weights that stay until it has ended');
  });

  it('that ended before a search do not keep it from its end', async () => {
    const box = linfBall(tf.tensor2d([[0.5, 0.5]]), 0.1);
    const spec = linearSpec(tf.tensor3d([[[1]]]));
    for (const s of [0, 1]) {
      await step.run({ s });
      expect((await branchAndBound(net, box, spec, { engine })).status).toBe('falsified');
    }
    tf.dispose([box, spec]);
  });
});
