import { disposeNetwork, summary, zeros } from '@ibp/layers';
import { type ModelName, models } from '@ibp/models';
import { published } from '@ibp/recipes';
import { catalog as certified } from '@ibp/zoo';
import Table from 'cli-table3';
import { catalog } from '../configurations/catalog';
import { output } from '../output';
import { percent } from '../report';
import { begin } from '../trained';

type Row = { readonly [column: string]: string | number };

/** What is listed, by the command that lists it. */
export type ListName = 'recipes' | 'models' | 'zoo' | 'data';

const rows: { readonly [name in ListName]: () => Promise<Row[]> } = {
  recipes: async () =>
    published.map(({ name, dataset, source, recipe: { epsilon, model, steps } }) => ({
      ...{ recipe: name, data: dataset, epsilon: Number(epsilon.toPrecision(4)), model, steps, source },
    })),
  models: async () => {
    await begin({ engine: 'eager' });
    return (Object.keys(models) as ModelName[]).map(sizeOf);
  },
  zoo: async () =>
    Object.entries(certified).map(([name, { card }]) => {
      const { examples, test, verified } = card.errors;
      return {
        ...{ network: `zoo:${name}`, parameters: card.parameters, epsilon: card.epsilon },
        ...{ 'test error': percent(test), 'verified error': percent(verified[1]), images: examples },
      };
    }),
  data: async () => [
    ...Object.entries(catalog).map(([data, { about }]) => ({ data, about })),
    {
      data: 'a folder',
      about: 'PNG or JPEG images, a subfolder for each class; or train/ and test/ of such',
    },
    { data: 'a .csv', about: 'a table: a row of names, a column of classes (--label-column)' },
    { data: 'a .npz', about: 'arrays x and y, or x_train, y_train, x_test, y_test' },
    { data: 'a .npy', about: 'inputs; their classes in another (--labels)' },
  ],
};

/** On images of MNIST; of weights that are 0, as millions take seconds to draw. */
function sizeOf(model: ModelName): Row {
  const initializers = { kernelInitializer: zeros, outputInitializer: zeros };
  const network = models[model]({ inputShape: [28, 28, 1], classes: 10, ...initializers });
  const { parameters, hiddenUnits } = summary(network);
  disposeNetwork(network);
  return { model, parameters, 'hidden units': hiddenUnits, on: '28x28x1, 10 classes' };
}

/** Prints what there is. */
export async function listCommand(name: ListName, json: boolean): Promise<void> {
  const found = await rows[name]();
  const table = new Table({ head: Object.keys(found[0]!), style: { head: [], border: [] } });
  table.push(...found.map((row) => Object.values(row).map(String)));
  const { say, figures } = output(json ? { json: '-' } : {});
  say(table.toString());
  await figures(found);
}
