import Table from 'cli-table3';
import type { VerificationMeasurement } from './measure';
import { type Description, methodsOfBench } from './task';

/**
 * What two engines may differ by, of bounds above 1 relative to them: bounds in float32 are higher by what they pay for
 * rounding, up to 2e-2 on the small network (`npm run rounding`). A window one pixel off makes far more.
 */
const TOLERANCE = 5e-2;

/** A measurement beside others of the same method; nothing where there is no other. */
export type VerificationRatios = {
  /** PyTorch's time for a unit is 1. */
  readonly toTorch?: number;
  /** That of tfjs-wasm is 1: what compiling gains, and what rigour costs. */
  readonly toWasm?: number;
};

export function verificationRatios(
  one: VerificationMeasurement,
  all: readonly VerificationMeasurement[],
): VerificationRatios {
  const to = (engine: string): number | undefined => {
    const other = all.find(
      (o) =>
        o.engine === engine && o.model === one.model && o.threads === one.threads && o.method === one.method,
    );
    return other && other !== one ? one.median / other.median : undefined;
  };
  const [toTorch, toWasm] = [to('torch'), to('wasm')];
  return { ...(toTorch !== undefined && { toTorch }), ...(toWasm !== undefined && { toWasm }) };
}

/** Engines that do not agree on bounds that have a closed form. */
export const disagreements = (all: readonly VerificationMeasurement[]): VerificationMeasurement[] =>
  all.filter(
    ({ method, difference = 0 }) =>
      methodsOfBench[method].bounds === 'closed form' && !(difference <= TOLERANCE),
  );

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

export const describe = ({ images, cleanError, proved, open, unstable }: Description): string =>
  `${images} images: ${percent(cleanError)} misclassified, ${percent(proved)} proved by CROWN-IBP, ` +
  `${percent(open)} open after PGD; ${percent(unstable)} of the ReLUs unstable by IBP`;

const columns = ['model', 'threads', 'method', 'engine', 'unit'];
const figures = ['a call', 'ms', 'per second', '/ torch', '/ wasm', 'proved', 'differs by'];

const significant = (value: number): string =>
  value >= 1000 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
const orDash = (value: number | undefined, format: (value: number) => string): string =>
  value === undefined ? '-' : format(value);

/** A row for each model, number of threads, method and engine; times are of one unit, `a call` is how many. */
export function verificationTable(all: readonly VerificationMeasurement[]): string {
  const table = new Table({
    head: [...columns, ...figures],
    style: { head: [], border: [] },
    colAligns: [...columns.map(() => 'left' as const), ...figures.map(() => 'right' as const)],
  });
  for (const one of all) {
    const { model, threads, method, engine, unit, count, median, proved, difference } = one;
    const { toTorch, toWasm } = verificationRatios(one, all);
    table.push([
      ...[model, threads, method, engine, unit],
      count,
      significant(median),
      significant(1000 / median),
      orDash(toTorch, significant),
      orDash(toWasm, significant),
      orDash(proved, percent),
      orDash(difference, (value) => value.toExponential(0)),
    ]);
  }
  return table.toString();
}
