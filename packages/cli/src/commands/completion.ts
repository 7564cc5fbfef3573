import type { Command } from 'commander';
import { alone } from './alone';
import type { FoundOther } from './other';

/**
 * Completion of commands and flags by the shell: `completion` prints the script to source, and the script asks `complete`.
 *
 * @param programOf makes the other commands, which are what is completed.
 */
export function addCompletion(program: Command, programOf: () => Command, found: FoundOther): void {
  const perform = async (argv: readonly string[]) => {
    // only ES modules, and of no use to any other command
    const { default: tab } = await import('@bomb.sh/tab/commander');
    const completed = programOf();
    tab(completed, { completionCommandName: 'completion' });
    await completed.parseAsync([...argv], { from: 'user' });
  };
  program
    .command('completion')
    .description('a script that has your shell complete commands and flags: zsh, bash, fish, powershell')
    .argument('<shell>', 'such as bash: source <(ibp completion bash)')
    .action((shell: string) => alone(found, 'completion', () => perform(['completion', shell])));
  program
    .command('complete', { hidden: true })
    .argument('[words...]')
    .action((words: string[]) => alone(found, 'complete', () => perform(['complete', '--', ...words])));
}
