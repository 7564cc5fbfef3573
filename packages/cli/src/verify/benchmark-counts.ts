import type { InstanceResult } from './benchmark';

/** What came of a benchmark, counted. */
export type BenchmarkCounts = {
  readonly instances: number;
  readonly sat: number;
  readonly unsat: number;
  readonly timeout: number;
  readonly unknown: number;
  readonly error: number;
  /** Answers that contradict the known ones. */
  readonly wrong: number;
  /** Of `unsat`, those that the checker of certificates confirms; undefined where it was not asked. */
  readonly confirmed?: number;
  /** Seconds of those with an answer; undefined where none has one. */
  readonly median?: number;
  readonly total: number;
  /** How many each method settled, and their median seconds. */
  readonly methods: Readonly<Record<string, { readonly solved: number; readonly median: number }>>;
};

const isSolved = ({ answer }: InstanceResult): boolean => answer === 'sat' || answer === 'unsat';

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

export function countsOf(results: readonly InstanceResult[]): BenchmarkCounts {
  const solved = results.filter(isSolved);
  const number = (answer: string) => results.filter((result) => result.answer === answer).length;
  const nameOf = ({ method }: InstanceResult) => method || 'the file alone';
  const names = [...new Set(solved.map(nameOf))];
  return {
    instances: results.length,
    sat: number('sat'),
    unsat: number('unsat'),
    timeout: number('timeout'),
    unknown: number('unknown'),
    error: number('error'),
    wrong: results.filter(({ wrong }) => wrong).length,
    ...(results.some(({ confirmSeconds }) => confirmSeconds !== undefined) && {
      confirmed: results.filter(({ answer, confirmed }) => answer === 'unsat' && confirmed).length,
    }),
    ...(solved.length > 0 ? { median: medianOf(solved.map(({ seconds }) => seconds)) } : {}),
    total: results.reduce((sum, { seconds }) => sum + seconds, 0),
    methods: Object.fromEntries(
      names.map((name) => {
        const seconds = solved.filter((result) => nameOf(result) === name).map((result) => result.seconds);
        return [name, { solved: seconds.length, median: medianOf(seconds) }];
      }),
    ),
  };
}
