import { basename } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { cifarConfiguration, mnistConfiguration, parseFlags, type Recipe, readRun } from '@ibp/cli';
import type { ResultRow } from './row-list';

const configurations = { mnist: mnistConfiguration, cifar: cifarConfiguration };

/** What a run is told from others by: its example, images, those held out, and the fields of its recipe. */
type Traits = { readonly [trait: string]: unknown };

/**
 * Whether a folder holds the run of a row is asked before it counts as one: figures of another recipe, or chosen on the
 * test images, would stand in the table under the name of the row.
 *
 * @param train the flags that train the row.
 * @throws naming all in which the run in the folder is another one.
 */
export async function expectRunOf(row: ResultRow, folder: string, train: readonly string[]): Promise<void> {
  const [expected, got] = [traitsOfRow(row, train), await traitsOfRun(folder)];
  const others = [...new Set([...Object.keys(expected), ...Object.keys(got)])].filter(
    (trait) => !isDeepStrictEqual(expected[trait], got[trait]),
  );
  if (others.length === 0) return;
  const say = (traits: Traits) => others.map((trait) => `${trait} ${text(traits[trait])}`).join(', ');
  throw new Error(
    `results: expected ${folder} to hold the run of ${row.name}, with ${say(expected)}, got ${say(got)}; move it away, or name other --runs`,
  );
}

function traitsOfRow({ example }: ResultRow, train: readonly string[]): Traits {
  const invocation = parseFlags(configurations[example], train);
  if (invocation.command !== 'train') throw new Error(`results: expected train, got ${invocation.command}`);
  const { recipe, settings } = invocation;
  return { ...plain(recipe), example, data: settings.data, validation: settings.validation };
}

async function traitsOfRun(folder: string): Promise<Traits> {
  const { example, recipe, data } = (await readRun(folder)).record!;
  return { ...plain(recipe), example, data: data.source, validation: data.validation?.examples };
}

/** As JSON has it; of the run that it began with the name, since all folders of rows may have been moved together. */
function plain(recipe: Recipe): Traits {
  const { from, ...rest } = JSON.parse(JSON.stringify(recipe)) as Recipe;
  return { ...rest, ...(from === undefined ? {} : { from: basename(from) }) };
}

const text = (value: unknown): string => (value === undefined ? 'none' : JSON.stringify(value));
