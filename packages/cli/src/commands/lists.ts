import { disposeNetwork, summary, zeros } from '@ibp/layers';
import { type ModelName, models } from '@ibp/models';
import { published } from '@ibp/recipes';
import Table from 'cli-table3';
import type { Command } from 'commander';
import { catalog } from '../configurations/catalog';
import type { Front } from '../front/front';
import { output } from '../output';
import { begin } from '../trained';
import { alone } from './alone';
import type { FoundOther } from './other';

type Row = { readonly [column: string]: string | number };

/** What there is, by the command that lists it. */
const lists: { readonly [name: string]: { readonly about: string; readonly rows: () => Promise<Row[]> } } = {
  recipes: {
    about: 'the published recipes that train --recipe takes, and where they are from',
    rows: async () =>
      published.map(({ name, dataset, source, recipe: { epsilon, model, steps } }) => ({
        ...{ recipe: name, data: dataset, epsilon: Number(epsilon.toPrecision(4)), model, steps, source },
      })),
  },
  models: {
    about: 'the networks that train --model takes, and how large they are',
    rows: async () => {
      await begin({ engine: 'eager' });
      return (Object.keys(models) as ModelName[]).map(sizeOf);
    },
  },
  data: {
    about: 'what --data takes',
    rows: async () => [
      ...Object.entries(catalog).map(([data, { about }]) => ({ data, about })),
      {
        data: 'a folder',
        about: 'PNG or JPEG images, a subfolder for each class; or train/ and test/ of such',
      },
      { data: 'a .csv', about: 'a table: a row of names, a column of classes (--label-column)' },
      { data: 'a .npz', about: 'arrays x and y, or x_train, y_train, x_test, y_test' },
      { data: 'a .npy', about: 'inputs; their classes in another (--labels)' },
    ],
  },
};

/** On images of MNIST; of weights that are 0, as millions take seconds to draw. */
function sizeOf(model: ModelName): Row {
  const initializers = { kernelInitializer: zeros, outputInitializer: zeros };
  const network = models[model]({ inputShape: [28, 28, 1], classes: 10, ...initializers });
  const { parameters, hiddenUnits } = summary(network);
  disposeNetwork(network);
  return { model, parameters, 'hidden units': hiddenUnits, on: '28x28x1, 10 classes' };
}

export function addLists(program: Command, _front: Front, found: FoundOther): void {
  for (const [name, { about, rows }] of Object.entries(lists)) {
    program
      .command(name)
      .description(about)
      .option('--json', 'as JSON', false)
      .action(({ json }: { json: boolean }) =>
        alone(found, name, async () => {
          const found = await rows();
          const table = new Table({ head: Object.keys(found[0]!), style: { head: [], border: [] } });
          table.push(...found.map((row) => Object.values(row).map(String)));
          const { say, figures } = output(json ? { json: '-' } : {});
          say(table.toString());
          await figures(found);
        }),
      );
  }
}
