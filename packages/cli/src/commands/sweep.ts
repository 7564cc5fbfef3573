import type { Command } from 'commander';
import { addOptionalPlace, type Place, placeOf } from '../campaign/settings';
import { checkFlags } from '../check-flags';
import { chooseRecipe } from '../choose-recipe';
import type { Front } from '../front/front';
import { addRecipeFlags, changeRecipe, type RecipeFlags } from '../recipe-flags';
import { addSettings, type Flags, settingsOf } from '../settings';
import type { FoundOther } from './other';

type SweepFlags = Flags & RecipeFlags & Partial<Place> & { readonly queue?: true };

/** The flags are those of `train`: they give the recipe whose fields are searched. */
export function addSweep(program: Command, front: Front, found: FoundOther): void {
  const sweep = program
    .command('sweep')
    .description('train many recipes, and choose by validation images; one that was killed goes on')
    .argument('<file>', 'the fields to search, and how, as JSON')
    .option('--queue', 'have the workers of a queue train (ibp campaign worker): with --redis and --store');
  const withPlace = addOptionalPlace(sweep);
  addSettings(addRecipeFlags(withPlace, front), front).action((file: string, flags: SweepFlags) => {
    const place = flags.queue ? placeOf(sweep, flags) : undefined;
    const out = flags.out ?? 'runs/sweep';
    const { configuration, settings } = settingsOf(front, { ...flags, out }, { training: true });
    const { recipe, source } = chooseRecipe(configuration, flags.recipe, flags.epsilon, flags.scale);
    const changed = changeRecipe(recipe, flags);
    checkFlags(changed, sweep);
    const perform = async () => {
      if (flags.printRecipe)
        return (await import('../print-recipe')).printRecipe({ recipe: changed, source });
      const { sweepCommand } = await import('../sweep/sweep-command');
      await sweepCommand(configuration, file, changed, settings, place);
    };
    found({ configuration, invocation: { command: 'other', name: 'sweep', perform } });
  });
}
