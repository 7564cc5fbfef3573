import type { EngineInputs, HostArray, LoweredNetwork, Network } from '@ibp/layers';
import type { CompiledFunctions } from '@ibp/relax';
import type { Part } from '../batch';
import type { OptimizeOptions } from '../bound-domains';
import { partRates } from '../part-step';
import { longestGroup, type Problem } from '../problem';
import type { Bounded } from '../read-bounded';
import type { openRow } from './open-units';
import { floats, prefixed, read } from './padded';
import { partEnd, partMove, type values } from './part-functions';
import { partValues } from './part-inputs';

type Inputs = { readonly fixed: EngineInputs; readonly values: EngineInputs };

type Of = {
  readonly network: Network | LoweredNetwork;
  readonly functions: CompiledFunctions;
  readonly problem: Problem;
};

/** `optimizeParts`, each step a compiled function. */
export function optimizer({ network, functions, problem }: Of, row: ReturnType<typeof openRow>) {
  const found = partValues(problem, row);
  const most = longestGroup(problem);
  return async (
    parts: readonly Part[],
    { fixed, values: start }: Inputs,
    { steps, ...rates }: OptimizeOptions,
  ): Promise<Bounded[]> => {
    const room = (fixed.d as HostArray).shape[0]!;
    const zeros = Object.fromEntries(
      Object.entries(start).map(([name, x]) => {
        const { shape, data } = x as HostArray;
        return [name, floats(shape, new Float32Array(data.length))];
      }),
    );
    let state: EngineInputs = {
      ...prefixed('values', start),
      ...prefixed('best', start),
      ...prefixed('first', zeros),
      ...prefixed('second', zeros),
      bound: floats([room, 1], new Float32Array(room).fill(Number.POSITIVE_INFINITY)),
      sum: floats([room, ...problem.network.inputShape], new Float32Array(room * problem.size)),
    };
    let summed = 0;
    const step = functions.given('step', partMove(network), fixed);
    for (let t = 1; t <= steps; t++) {
      const counts = 2 * t > steps ? 1 : 0;
      summed += counts;
      const next = await step.run({ ...state, counts, ...partRates(rates, t) });
      state = Object.fromEntries(
        Object.entries(next).map(([name, { shape, data }]) => [
          name.slice('next_'.length),
          floats(shape, data as Float32Array),
        ]),
      );
      if ((state.bound as HostArray).data.subarray(0, parts.length).every((b) => b < 0)) break;
    }
    const { sum } = state;
    const seen = Object.fromEntries(
      Object.entries(state).filter(([name]) => /^(values|best|bound)/.test(name)),
    );
    const end = await functions.run('end', partEnd(network), { ...fixed, ...seen });
    const bestOf = (name: (typeof values)[number]) => read(end, `last_${name}`);
    const [bounds, points] = [read(end, 'bounds'), read(end, 'point')];
    const sums = (sum as HostArray).data as Float32Array;
    return parts.map((part, i) => {
      const point = points.slice(i * problem.size, (i + 1) * problem.size);
      return {
        bound: bounds[i]!,
        slopes: found.units(bestOf('slopes'), i),
        betas: found.betas(bestOf('betas'), i, part),
        multipliers: most > 1 ? multipliersOf(problem, bestOf('multipliers'), i, part) : Float32Array.of(1),
        coefficients: found.units(read(end, 'coefficients'), i),
        point,
        mean: summed > 0 ? point.map((_, k) => sums[i * problem.size + k]! / summed) : point,
      };
    });
  };
}

function multipliersOf(problem: Problem, all: Float32Array, i: number, { spec }: Part): Float32Array {
  const { start, end } = problem.groups[spec]!;
  const most = longestGroup(problem);
  return all.slice(i * most, i * most + end - start);
}
