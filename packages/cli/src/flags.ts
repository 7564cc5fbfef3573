import { Command } from 'commander';
import type { Certification } from './certification/certification';
import { addCertification } from './certification/invocation';
import { checkFlags } from './check-flags';
import { type Chosen, chooseRecipe } from './choose-recipe';
import { addCompletion } from './commands/completion';
import type { Other } from './commands/other';
import { addOthers } from './commands/others';
import type { Configuration } from './configuration';
import { exitCodes } from './exit-codes';
import { type Front, frontOf } from './front/front';
import { epsilonOption } from './options';
import type { Recipe } from './recipe';
import { addRecipeFlags, changeRecipe, type RecipeFlags } from './recipe-flags';
import { addPage, addRunSettings, addSettings, type Flags, type Settings, settingsOf } from './settings';
import { strict } from './strict';
import { versionOf } from './versions';

/** `train` has the whole recipe, `print-recipe` only shows it; `evaluate` takes that of the run and may change the radius. */
export type Invocation =
  | { readonly command: 'print-recipe'; readonly chosen: Chosen }
  | { readonly command: 'train'; readonly recipe: Recipe; readonly settings: Settings }
  | { readonly command: 'evaluate'; readonly epsilon?: number; readonly settings: Settings }
  | Certification
  | Other;

/** A command that was found, and the configuration that it is about. */
type Found = { readonly configuration: Configuration; readonly invocation: Invocation };

/** A command line that was read. */
export type Read = Found & {
  /** Whether it is to say results alone. */
  readonly quiet: boolean;
};

/** Reads the command line of one configuration. Commander ends the process where it asks for help or cannot be read, and says why. */
export const parseFlags = (configuration: Configuration, argv: readonly string[]): Invocation =>
  readCommand(frontOf(configuration), argv).invocation;

/** The commands and their flags; `found` is called with the one that was given. */
function commandsOf(front: Front, found: (read: Found) => void): Command {
  const program = strict(new Command(front.name))
    .description('Certified training, and proofs. A run that was stopped goes on from its last checkpoint.')
    .version(versionOf('@ibp/cli') ?? 'unknown', '--version', 'the version of this command')
    .addHelpText(
      'after',
      '\nEnds with 0 when it is done, 1 when what was required is not so, 2 when it could not be done.',
    )
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? exitCodes.done : exitCodes.notDone))
    // without it the flags of "evaluate" would be taken for the program's own
    .enablePositionalOptions();
  const training = program.command('train').description('train a network, as flags without a command do');
  for (const command of [program, training]) {
    addSettings(addPage(addRecipeFlags(command, front)), front).action((flags: Flags & RecipeFlags) => {
      const { configuration, settings } = settingsOf(front, flags, { training: true });
      const chosen = chooseRecipe(configuration, flags.recipe, flags.epsilon, flags.scale);
      const recipe = changeRecipe(chosen.recipe, flags);
      checkFlags(recipe, command);
      const invocation: Invocation = flags.printRecipe
        ? { command: 'print-recipe', chosen: { ...chosen, recipe } }
        : { command: 'train', recipe, settings };
      found({ configuration, invocation });
    });
  }
  const evaluate = program.command('evaluate').description('test and verified error of a network');
  addRunSettings(addPage(evaluate.addOption(epsilonOption())), front).action(
    (network: string | undefined, flags: Flags & { epsilon?: number }) => {
      const { epsilon } = flags;
      const { configuration, settings } = settingsOf(front, flags, { network });
      const invocation = { command: 'evaluate' as const, settings };
      found({ configuration, invocation: epsilon === undefined ? invocation : { ...invocation, epsilon } });
    },
  );
  addCertification(program, front, found);
  addOthers(program, front, found);
  for (const command of withSubcommands(program)) {
    command.option('--quiet', 'results alone: no progress, nothing of what computes, no hints');
  }
  return program;
}

const withSubcommands = (command: Command): readonly Command[] => [
  command,
  ...command.commands.flatMap(withSubcommands),
];

/** The commands that there are, without those for shells alone. */
export const commandNames = (front: Front): string[] => {
  const program = commandsOf(front, () => undefined);
  return program.commands.map((command) => command.name());
};

/** Reads a command line. */
export function readCommand(front: Front, argv: readonly string[]): Read {
  let read: Found | undefined;
  const found = (one: Found) => {
    read = one;
  };
  const program = commandsOf(front, found);
  addCompletion(program, () => commandsOf(front, found), found);
  let quiet = false;
  program.hook('preAction', (_, command) => {
    quiet = command.optsWithGlobals().quiet === true;
  });
  program.parse([...argv], { from: 'user' });
  return { ...read!, quiet };
}
