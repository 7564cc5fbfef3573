import type { Metrics } from '@ibp/train';

/** Averages over steps. */
export type Averages = Pick<Metrics, 'loss' | 'parts' | 'gradientNorm'>;

/** A part that some steps do not have (`spec`, during the warm-up) is averaged over those that do. */
export function averageMetrics(steps: readonly Metrics[]): Averages {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const names = [...new Set(steps.flatMap(({ parts }) => Object.keys(parts)))];
  const part = (name: string) =>
    mean(steps.map(({ parts }) => parts[name]).filter((value) => value !== undefined));
  return {
    loss: mean(steps.map(({ loss }) => loss)),
    parts: Object.fromEntries(names.map((name) => [name, part(name)])),
    gradientNorm: mean(steps.map(({ gradientNorm }) => gradientNorm)),
  };
}
