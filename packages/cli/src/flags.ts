import { Command } from 'commander';
import { addCertification, type Certification } from './certification/invocation';
import { type Chosen, chooseRecipe } from './choose-recipe';
import type { Example } from './example';
import { epsilonOption } from './options';
import type { Recipe } from './recipe';
import { addRecipeFlags, changeRecipe, type RecipeFlags } from './recipe-flags';
import { addRunSettings, addSettings, type Settings, settingsOf } from './settings';
import { strict } from './strict';

/** `train` has the whole recipe, `print-recipe` only shows it; `evaluate` takes that of the run and may change the radius. */
export type Invocation =
  | { readonly command: 'print-recipe'; readonly chosen: Chosen }
  | { readonly command: 'train'; readonly recipe: Recipe; readonly settings: Settings }
  | { readonly command: 'evaluate'; readonly epsilon?: number; readonly settings: Settings }
  | Certification;

/** Reads a command line. Commander ends the process where it asks for help or cannot be read, and says why. */
export function parseFlags(example: Example, argv: readonly string[]): Invocation {
  let invocation: Invocation | undefined;
  const program = strict(new Command(example.name))
    .description('Certified training. A run that was stopped goes on from its last checkpoint.')
    // without it the flags of "evaluate" would be taken for the program's own
    .enablePositionalOptions();
  const training = program.command('train').description('train a network, as flags without a command do');
  for (const command of [program, training]) {
    addSettings(addRecipeFlags(command, example), example).action((flags: Settings & RecipeFlags) => {
      const chosen = chooseRecipe(example, flags.recipe, flags.epsilon, flags.scale);
      const recipe = changeRecipe(chosen.recipe, flags);
      invocation = flags.printRecipe
        ? { command: 'print-recipe', chosen: { ...chosen, recipe } }
        : { command: 'train', recipe, settings: settingsOf(flags) };
    });
  }
  const evaluate = program.command('evaluate').description('evaluate the weights in the folder of a run');
  addRunSettings(evaluate.addOption(epsilonOption()), example).action((flags: Settings & RecipeFlags) => {
    const { epsilon } = flags;
    invocation = {
      command: 'evaluate',
      settings: settingsOf(flags),
      ...(epsilon === undefined ? {} : { epsilon }),
    };
  });
  const shared = {
    addSettings: (command: Command) => addRunSettings(command, example),
    settingsOf,
    epsilonOption,
  };
  addCertification<Settings>(program, shared, (certification) => {
    invocation = certification;
  });
  program.parse([...argv], { from: 'user' });
  return invocation!;
}
