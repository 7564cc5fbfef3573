import type { RunResults } from './read-results';

/** Runs that go on from the weights of others among them, with the epochs and core-hours of those on top: the network took both. */
export function withOrigins(all: readonly RunResults[]): readonly RunResults[] {
  const named = new Map(all.map((run) => [run.name, run]));
  const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
  return all.map((run) => {
    const those = [run, ...originsOf(run, named)];
    const epochs = those.flatMap((of) => of.epochs ?? []);
    const by = those.every(({ hours }) => hours.by === 'processor') ? 'processor' : 'clock';
    return {
      ...run,
      ...(run.epochs === undefined ? {} : { epochs: sum(epochs) }),
      hours: { ...run.hours, by, hours: sum(those.map(({ hours }) => hours.hours)) },
    };
  });
}

/** Whose weights a run began with, and that one, and so on; each once, whatever the names say. */
function originsOf(run: RunResults, named: ReadonlyMap<string, RunResults>): RunResults[] {
  const origins = new Set<RunResults>();
  let at = run.recipe.from === undefined ? undefined : named.get(run.recipe.from);
  while (at && at !== run && !origins.has(at)) {
    origins.add(at);
    at = at.recipe.from === undefined ? undefined : named.get(at.recipe.from);
  }
  return [...origins];
}
