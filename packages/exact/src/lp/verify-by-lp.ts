import type { PlainNetwork } from '@ibp/core';
import { breaks, inputOf, type RowVerdict } from '../mip/row-verdict';
import { sizeOfProblem } from '../mip/verify-by-mip';
import { CERTAIN, type RowOptions, writeRow } from '../mip/write-row';
import type { Enclosure } from '../rigorous/enclosure';
import type { PlainSpec } from '../rigorous/spec';
import { safeLowerBound } from './safe-lower-bound';
import { slopesOfDuals } from './slopes-of-duals';

/**
 * Bounds one row `c z + d < 0` over a box by linear programming, each ReLU that the bounds leave open relaxed to its
 * triangle (Ehlers 2017). Incomplete, but fast, and its proof does not trust the solver: the bound is derived from
 * the duals in this package, with every rounding error (Neumaier and Shcherbina 2004). It holds in exact arithmetic
 * if `bounds` do, once widened. `slopes` are the duals as a proof of a certificate takes them.
 *
 * @returns `falsified` if the relaxation's worst point breaks the row when it is run; `point` is that point.
 * @throws when the network has an op that is not piecewise linear, the box, the row or bounds do not fit it, or there is no
 * time.
 */
export async function verifyByLp(
  network: PlainNetwork,
  box: Enclosure,
  spec: PlainSpec,
  options: RowOptions,
): Promise<RowVerdict> {
  const started = performance.now();
  const seconds = (): number => (performance.now() - started) / 1e3;
  const written = await writeRow('verifyByLp', network, box, spec, { ...options, exact: false });
  const building = seconds();
  if ('answer' in written) return { ...written.answer, seconds: building, cpuSeconds: building };

  const { encoding } = written;
  const result = await options.solver.solve(encoding.problem, {
    timeLimit: written.timeLimit,
    ...(options.signal && { signal: options.signal }),
  });
  const { status, x, rowDuals, reason } = result;
  // whatever the duals are, their bound holds; the box's own may be better
  const dual = rowDuals ? safeLowerBound(encoding.problem, rowDuals) : -Infinity;
  const bound = -Math.max(dual, encoding.margin[0]);
  const point = x && inputOf(encoding.inputs, x, box);
  const slopes = rowDuals && slopesOfDuals(network, encoding, rowDuals);
  const rest = {
    bound,
    ...(slopes && { slopes }),
    size: sizeOfProblem(encoding),
    ...(point && { point }),
    cpuSeconds: building + result.cpuSeconds,
  };
  if (bound < -CERTAIN) return { status: 'verified', ...rest, seconds: seconds() };
  if (point && (await breaks(network, box, spec, point, options.confirm))) {
    return { status: 'falsified', witness: point, ...rest, seconds: seconds() };
  }
  const why =
    status === 'optimal'
      ? ({ reason: 'undecided', detail: `the relaxation's bound is ${bound}` } as const)
      : status === 'timeLimit'
        ? ({ reason: 'time-out', detail: 'the solver ran out of time' } as const)
        : ({ reason: 'failure', detail: reason ?? status } as const);
  return { status: 'unknown', ...why, ...rest, seconds: seconds() };
}
