import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import '@ibp/backend/cpu';
import { decodePlainNetwork, networkHash } from '@ibp/exact';
import { writeWhole } from '@ibp/files';
import type { Card } from '../src/card';
import { catalog, type ZooName } from '../src/catalog';
import { digitsFigures } from '../src/testing/digits-figures';

/**
 * Puts a network into the zoo: of the folder of a run that was certified, and what `ibp export RUN --what plain` wrote.
 *
 *   npm run add --workspace packages/zoo -- NAME --run RUN --network FILE --epsilon 0.1
 */
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { run: { type: 'string' }, network: { type: 'string' }, epsilon: { type: 'string' } },
});
const [name] = positionals;
const { run, network: file, epsilon: radius } = values;
if (!name || !run || !file || !radius) {
  throw new Error('add: expected NAME --run RUN --network FILE --epsilon RADIUS');
}

const read = (...path: string[]) => readFileSync(join(run, ...path));
const json = (...path: string[]) => JSON.parse(read(...path).toString('utf8'));
const report = json('report.json');
type Taken = { readonly epochs: number; readonly hours: number };

/** What training took, that of the runs whose weights it began with on top. */
function takenBy(folder: string): Taken {
  if (folder.startsWith('zoo:')) {
    const { epochs, coreHours } = catalog[folder.slice('zoo:'.length) as ZooName].card;
    return { epochs, hours: coreHours };
  }
  const { recipe }: { readonly recipe: { readonly from?: string } } = JSON.parse(
    readFileSync(join(folder, 'report.json'), 'utf8'),
  );
  const rows: { epoch: number; cpuSeconds?: number; seconds: number }[] = readFileSync(
    join(folder, 'metrics.jsonl'),
    'utf8',
  )
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const before = recipe.from === undefined ? { epochs: 0, hours: 0 } : takenBy(recipe.from);
  const seconds = rows.reduce((sum, row) => sum + (row.cpuSeconds ?? row.seconds), 0);
  return { epochs: before.epochs + rows.at(-1)!.epoch, hours: before.hours + seconds / 3600 };
}
const taken = takenBy(run);
const certified = json(`certify-${radius}.json`);
if (certified.weights !== report.weightsHash) {
  throw new Error(`add: expected a certification of the weights of the run, got one of ${certified.weights}`);
}

const bytes = readFileSync(file);
const plain = await decodePlainNetwork(bytes);
const { recipe, data } = report;
const { model, from, ...settings } = recipe;
/** Errors are counts by 200 to 10,000 images. */
const errors = Object.fromEntries(
  Object.entries(certified.errors as { [name: string]: number }).map(([name, share]) => [
    name,
    Number(share.toFixed(6)),
  ]),
) as { [name: string]: number };
const missing = ['test', 'pgd', 'ibp'].filter((name) => errors[name] === undefined);
if (missing.length > 0) {
  throw new Error(`add: expected errors of all stages, got none of ${missing.join(', ')}: certify again`);
}
const takesDigits = plain.nodes[0]!.shape.join() === '28,28,1';
const card: Card = {
  // a folder of whoever ran it, of which the name says enough
  ...{
    model,
    recipe: { ...settings, ...(from && { from: from.startsWith('zoo:') ? from : basename(from) }) },
    data: data.description,
  },
  chosenOn: data.validation ? `${data.validation.examples} validation images` : 'nothing held out',
  inputShape: plain.nodes[0]!.shape,
  classes: plain.nodes.at(-1)!.shape[0]!,
  parameters: report.network.parameters,
  epsilon: certified.epsilon,
  ...{ steps: recipe.steps, epochs: Number(taken.epochs.toFixed(1)) },
  coreHours: Number(taken.hours.toPrecision(3)),
  errors: {
    examples: certified.examples,
    ...{ test: errors.test!, pgd: errors.pgd! },
    ...(errors.autoPgd === undefined ? {} : { autoPgd: errors.autoPgd }),
    ...{ ibp: errors.ibp!, verified: [errors.falsified!, errors.verified!] },
  },
  ...(takesDigits ? { digits: await digitsFigures(plain, certified.epsilon) } : {}),
  weights: report.weightsHash,
  network: await networkHash(plain),
  certificates: createHash('sha256')
    .update(read(`certify-${radius}.certificate.json`))
    .digest('hex'),
  bytes: bytes.length,
};

const source = (path: string) => join(import.meta.dirname, '..', 'src', path);
await writeWhole(
  source(`cards/${name}.ts`),
  `import type { Card } from '../card';\n\nexport const card: Card = ${JSON.stringify(card, null, 2)};\n`,
);
await writeWhole(
  source(`networks/${name}.ts`),
  `// as a string, so that types do not repeat it\nconst file: string = '${bytes.toString('base64')}';\n\nexport default file;\n`,
);
console.log(`${name}: its card and its file are there; name it in src/catalog.ts, and format the card`);
