import { disposeNetwork, type Engine, type EngineInput, type HostArray } from '@ibp/layers';
import { onnxEngine } from '@ibp/onnx';
import { evaluate } from './evaluate';
import { batch, build, options } from './testing';
import { train } from './train';

/** Batches of 40 and a short last one. */
const batches = () => [batch(100, 40), batch(101, 40), batch(102, 7)];

/** One that rounds what it is given to ten bits of significand, as hardware does for TF32. */
const half = (engine: Engine): Engine => ({
  ...engine,
  name: 'half',
  compile: async (fn, inputs) => {
    const compiled = await engine.compile(fn, inputs);
    const rounded = (input: EngineInput): EngineInput => {
      if (typeof input === 'number' || !('data' in input) || !(input.data instanceof Float32Array))
        return input;
      const bits = new Uint32Array(input.data.slice().buffer);
      return { ...(input as HostArray), data: new Float32Array(bits.map((b) => b & 0xffffe000).buffer) };
    };
    return {
      ...compiled,
      run: async (given, more) => {
        const inputs = Object.entries(given).map(([name, input]) => [name, rounded(input)]);
        return compiled.run(Object.fromEntries(inputs), more);
      },
    };
  },
});

describe('evaluation with onnxruntime', () => {
  it('gives the figures of evaluation op by op, of a short last batch too', async () => {
    const net = build();
    for await (const _ of train(net, options));
    const engine = await onnxEngine();
    const seen: number[] = [];
    for (const epsilon of [0, 0.02, 0.1]) {
      const expected = await evaluate(net, batches(), { epsilon });
      const onProgress = ({ examples }: { examples: number }) => seen.push(examples);
      expect(await evaluate(net, batches(), { epsilon, engine, onProgress })).toEqual(expected);
    }
    expect(seen.slice(0, 3)).toEqual([40, 80, 87]);
    disposeNetwork(net);
  });

  it('takes the weights of now: as training with the same engine has them, and as tfjs does', async () => {
    const [net, until] = [build(), build()];
    const engine = await onnxEngine();
    const at = { epsilon: 0.02 };
    for await (const _ of train(until, { ...options, steps: 6, engine: await onnxEngine() }));
    const expected = await evaluate(until, batches(), at);
    for await (const { step } of train(net, { ...options, engine })) {
      if (step === 6) expect(await evaluate(net, batches(), { ...at, engine })).toEqual(expected);
    }
    for (const [name, variable] of Object.entries(net.variables)) variable.assign(until.variables[name]!);
    expect(await evaluate(net, batches(), { ...at, engine })).toEqual(expected);
    for (const n of [net, until]) disposeNetwork(n);
  });

  it('refuses an engine that computes in less than float32', async () => {
    const net = build();
    const engine = half(await onnxEngine());
    await expect(evaluate(net, [], { epsilon: 0.1, engine })).rejects.toThrow(
      'evaluate: expected a backend that computes in float32, got "half" with epsilon 9.8e-4: its results cannot ' +
        'certify anything; use the cpu provider, or leave out the engine',
    );
    disposeNetwork(net);
  });
});
