import type { Option } from 'commander';
import { recipeNames } from '../choose-recipe';
import type { Configuration } from '../configuration';
import { choice } from '../options';
import { checkReading, type Reading } from '../own-data/reading';

/** What of a command line says which configuration it is about. Paths are as given. */
export type Given = {
  /** Of `--data`; `auto` where it was not given. */
  readonly data: string;
  /** The folder of a run, or a `model.json`. */
  readonly network?: string | undefined;
  readonly out?: string | undefined;
  /** Whether a network is trained: its data are divided then. */
  readonly training: boolean;
  /** How files of the user's own are read. */
  readonly reading?: Reading;
};

export type Resolved = {
  readonly configuration: Configuration;
  /** The name of one of its sources, or `auto`. */
  readonly data: string;
  /** Where results go. */
  readonly out: string;
};

/** A command line before it is read: of one configuration, or of any that its flags name. */
export type Front = {
  readonly name: string;
  /** How it is called, in the line that says what to try next. */
  readonly call: string;
  /** What `--recipe` takes besides files; the first is the default. */
  readonly recipes: readonly string[];
  /** The flag `--data`. */
  readonly data: () => Option;
  /** What `--out` is unless given, for the help. */
  readonly out: string;
  readonly resolve: (given: Given) => Resolved;
};

/** The command line of one configuration. */
export const frontOf = (configuration: Configuration): Front => ({
  name: configuration.name,
  call: 'npm start --',
  recipes: recipeNames(configuration),
  data: () =>
    choice('--data <source>', 'which images; auto: what is there, of a trained run its own', [
      'auto',
      ...Object.keys(configuration.sources),
    ]).default('auto'),
  out: `runs/${configuration.name}`,
  resolve: ({ data, network, out, reading = {} }) => {
    checkReading(reading, configuration.name);
    return { configuration, data, out: outOf(configuration, network, out) };
  },
});

/** Where results go: what `--out` says, else the folder of the run itself, else one that is named as the data are. */
export function outOf({ name }: Configuration, network: string | undefined, out: string | undefined): string {
  if (out !== undefined) return out;
  return network !== undefined && !network.endsWith('.json') ? network : `runs/${name}`;
}
