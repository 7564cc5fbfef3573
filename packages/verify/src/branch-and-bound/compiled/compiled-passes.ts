import { isIbpError } from '@ibp/core';
import type { LoweredNetwork, Network } from '@ibp/layers';
import { affineInputs, type Engine, type EngineInputs } from '@ibp/layers';
import { type CompiledFunctions, compiledFunctions } from '@ibp/relax';
import { besides, stepLength } from '../ascent';
import type { Part } from '../batch';
import { eagerPasses, type SearchPasses } from '../passes';
import type { Problem } from '../problem';
import { cutNodes, openRow } from './open-units';
import { optimizer } from './optimize-parts';
import { floats, padded, prefixed, read, roomFor, roundedUp } from './padded';
import { partBounds } from './part-functions';
import { partInputs } from './part-inputs';
import { pointStep, pointValues } from './point-functions';

/** What searches of one network compute with on an engine, each function compiled when it is first needed. */
export type CompiledPasses = {
  /** @param batch the most parts of a pass. */
  readonly of: (problem: Problem, batch: number) => Promise<SearchPasses>;
  readonly dispose: () => Promise<void>;
};

export function compilePasses(engine: Engine, network: Network | LoweredNetwork): CompiledPasses {
  const functions = compiledFunctions(engine);
  const unable = new Set<string>();
  /** What the engine cannot compile for this network, tfjs computes. */
  const either =
    <A extends unknown[], R>(
      name: string,
      compiled: (...of: A) => Promise<R>,
      eager: (...of: A) => Promise<R>,
    ) =>
    async (...given: A): Promise<R> => {
      if (unable.has(name)) return eager(...given);
      try {
        return await compiled(...given);
      } catch (error) {
        if (!isIbpError(error)) throw error;
        unable.add(name);
        return eager(...given);
      }
    };
  return {
    of: async (problem, batch) => {
      const eager = eagerPasses(problem);
      if (cutNodes(problem.network).total === 0) return eager;
      await engine.readVariables(); // of a training run that uses the same engine, perhaps
      const affine = await affineInputs(network);
      const passes = passesOf({ network, functions, problem, batch, affine });
      return {
        bound: either('bound', passes.bound, eager.bound),
        optimize: either('optimize', passes.optimize, eager.optimize),
        ascend: either('ascend', passes.ascend, eager.ascend),
        values: either('values', passes.values, eager.values),
      };
    },
    dispose: functions.dispose,
  };
}

type Of = {
  readonly network: Network | LoweredNetwork;
  readonly functions: CompiledFunctions;
  readonly problem: Problem;
  readonly batch: number;
  readonly affine: EngineInputs;
};

function passesOf(of: Of): SearchPasses {
  const { network, functions, problem, batch, affine } = of;
  const { ends, size, spec } = problem;
  const row = openRow(problem);
  const rows = {
    c: Float32Array.from(spec.c.dataSync()),
    d: Float32Array.from(spec.d.dataSync()),
  };
  const bounds: EngineInputs = Object.fromEntries(
    problem.bounds.flatMap(({ lower, upper }, i) => [
      [`lower_${i}`, floats(lower.shape, Float32Array.from(lower.dataSync()))],
      [`upper_${i}`, floats(upper.shape, Float32Array.from(upper.dataSync()))],
    ]),
  );
  const whole = { ...affine, ...bounds };
  const inputsOf = (parts: readonly Part[]) => {
    const { fixed, values } = partInputs(problem, rows, row, parts, roomFor(parts.length, batch));
    return { fixed: { ...whole, ...fixed }, values };
  };
  const optimize = optimizer(of, row);
  const ascending = pointInputs(of, rows);
  return {
    bound: async (parts) => {
      const { fixed, values } = inputsOf(parts);
      const found = await functions.run('bounds', partBounds(network), {
        ...fixed,
        ...prefixed('values', values),
      });
      return read(found, 'bounds').subarray(0, parts.length);
    },
    optimize: async (parts, options) => optimize(parts, inputsOf(parts), options),
    ascend: async (x, groups, steps) => {
      const { room, given, rowRoom } = ascending(x);
      const others = padded(besides(problem, groups, rowRoom), groups.length, room);
      const box = {
        lower_0: floats(problem.input.lower.shape, ends.lower),
        upper_0: floats(problem.input.upper.shape, ends.upper),
      };
      let at = given.x;
      for (let t = 0; t < steps; t++) {
        const moved = await functions.run('ascent', pointStep(network), {
          ...{ ...affine, ...box, ...given, x: at },
          others: floats([room, rowRoom], others),
          length: stepLength(t, steps),
        });
        at = floats(at.shape, read(moved, 'moved'));
      }
      return (at.data as Float32Array).slice(0, groups.length * size);
    },
    values: async (x) => {
      const { given, rowRoom } = ascending(x);
      const found = read(
        await functions.run('values', pointValues(network), { ...affine, ...given }),
        'values',
      );
      const count = rows.d.length;
      const all = new Float32Array((x.length / size) * count);
      for (let i = 0; i < all.length / count; i++)
        all.set(found.subarray(i * rowRoom, i * rowRoom + count), i * count);
      return all;
    },
  };
}

/** Points as inputs, with as many rows as functions are compiled for: those beyond are of zeros. */
function pointInputs({ problem, batch }: Of, rows: { readonly c: Float32Array; readonly d: Float32Array }) {
  const rowRoom = roundedUp(rows.d.length);
  const outputs = problem.spec.c.shape.slice(2);
  const [c, d] = [new Float32Array((rowRoom * rows.c.length) / rows.d.length), new Float32Array(rowRoom)];
  c.set(rows.c);
  d.set(rows.d);
  return (x: Float32Array) => {
    const count = x.length / problem.size;
    // of each part two points, and as many that were moved
    const room = roomFor(count, 4 * batch);
    const given = {
      x: floats([room, ...problem.network.inputShape], padded(x, count, room)),
      c: floats([1, rowRoom, ...outputs], c),
      d: floats([1, rowRoom], d),
    };
    return { room, rowRoom, given };
  };
}
