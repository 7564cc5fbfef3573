import type { Command } from 'commander';

/**
 * Has a program, and each command that is added to it, refuse arguments that it does not take, by name; and what may be
 * a misspelt command with the one that is most like it. Commander itself tells only how many there are.
 */
export const strict = (program: Command): Command => {
  program.showHelpAfterError('(--help lists the commands and their flags)').allowExcessArguments();
  return program.hook('preAction', (_, command) => {
    const [extra] = command.args.slice(command.registeredArguments.length);
    if (extra === undefined || command.registeredArguments.at(-1)?.variadic) return;
    // its own way to say so, which it takes only where flags alone do nothing
    if (command === program) (command as Command & { unknownCommand: () => never }).unknownCommand();
    command.error(`error: expected no further argument for '${command.name()}', got '${extra}'`);
  });
};
