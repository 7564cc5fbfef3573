import { zooName } from '@ibp/cli';
import { nameOf, type RunResults } from './read-results';
import { resultRows } from './row-list';

/** A run, with what the runs took whose weights it goes on from. */
export type WithOrigins = RunResults & {
  /** The one of them, by its name, that is not there: it and those before it are not counted. */
  readonly without?: string;
};

/** Runs that go on from the weights of others among them, with the epochs and core-hours of those on top: the network took both. */
export function withOrigins(all: readonly RunResults[]): readonly WithOrigins[] {
  const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
  return all.map((run) => {
    const { origins, without } = originsOf(run, all);
    const those = [run, ...origins];
    const epochs = those.flatMap((of) => of.epochs ?? []);
    const by = those.every(({ hours }) => hours.by === 'processor') ? 'processor' : 'clock';
    return {
      ...run,
      ...(run.epochs === undefined ? {} : { epochs: sum(epochs) }),
      hours: { ...run.hours, by, hours: sum(those.map(({ hours }) => hours.hours)) },
      ...(without === undefined ? {} : { without }),
    };
  });
}

type Origins = Pick<WithOrigins, 'without'> & { readonly origins: readonly RunResults[] };

/** Whose weights a run began with, and that one, and so on, up to one that began with none or is not among all; each once. */
function originsOf(run: RunResults, all: readonly RunResults[]): Origins {
  const origins: RunResults[] = [];
  let at = run;
  while (at.recipe.from !== undefined) {
    // what has not ended gave no weights: a run of that name is being trained anew
    const others = all.filter((of) => of !== run && !origins.includes(of) && of.weights !== undefined);
    const origin = originOf(at, others);
    if (!origin) return { origins, without: nameOf(at.recipe.from) };
    origins.push(origin);
    at = origin;
  }
  return { origins };
}

/** By the weights, which copies share, and runs that changed nothing: then by the name too. */
function originOf(run: RunResults, others: readonly RunResults[]): RunResults | undefined {
  const name = nameOf(run.recipe.from!);
  const named = others.filter((of) => of.name === name);
  if (run.origin === undefined) return isOfList(run) || isOfZoo(run) ? named[0] : undefined;
  return [...named, ...others].find(({ weights }) => weights === run.origin);
}

/**
 * Runs from before they kept the hash of what they began with say but a name. It is no one else's where the list of rows,
 * or the zoo, says whose it is.
 */
function isOfList({ name, recipe }: RunResults): boolean {
  const { from } = resultRows.find((row) => row.name === withoutSeed(name)) ?? {};
  return from !== undefined && nameOf(from) === withoutSeed(nameOf(recipe.from!));
}

const isOfZoo = ({ recipe }: RunResults): boolean => zooName(recipe.from!) !== undefined;

/** Of the folder of a row, which has the seed in its name where it is another than 0. */
const withoutSeed = (name: string): string => name.replace(/-seed-\d+$/, '');
