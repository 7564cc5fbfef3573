import type { Command } from 'commander';
import type { Front } from '../front/front';
import { alone } from './alone';
import type { ListName } from './list-command';
import type { FoundOther } from './other';

/** What is listed, by the command that lists it. */
const lists = {
  recipes: 'the published recipes that train --recipe takes, and where they are from',
  models: 'the networks that train --model takes, and how large they are',
  zoo: 'certified networks that are there, as zoo:NAME, and their errors at epsilon',
  data: 'what --data takes',
} as const satisfies { readonly [name in ListName]: string };

export function addLists(program: Command, _front: Front, found: FoundOther): void {
  for (const name of Object.keys(lists) as ListName[]) {
    program
      .command(name)
      .description(lists[name])
      .option('--json', 'as JSON', false)
      .action(({ json }: { json: boolean }) =>
        alone(found, name, async () => {
          const { listCommand } = await import('./list-command');
          await listCommand(name, json);
        }),
      );
  }
}
