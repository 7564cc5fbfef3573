import { join } from 'node:path';
import { type ExampleResult, pgd } from '@ibp/attack';
import { batches } from '@ibp/data';
import { disposeNetwork } from '@ibp/layers';
import Table from 'cli-table3';
import { attackBatches } from '../attack-batches';
import { epsilonOf, pixelsOf } from '../certification/example-at';
import type { Configuration } from '../configuration';
import { runPart, writePage } from '../html';
import { loaded } from '../loaded';
import { output } from '../output';
import { isPicture, writePictures } from '../pictures';
import { startProgress } from '../progress';
import { radiiOf } from '../radii';
import { percent } from '../report';
import type { Settings } from '../settings';
import { describePart } from '../validation';

/** Options of `attackCommand`. */
export type AttackSettings = {
  /** That of the run unless given. */
  readonly epsilon?: number;
  readonly pgdSteps: number;
  readonly pgdRestarts: number;
  readonly seed: number;
  /** How many broken images are saved at most. */
  readonly pictures: number;
};

/** One image, and what the attack made of it. */
export type Attacked = Pick<ExampleResult, 'status' | 'margin' | 'evaluations'> & {
  readonly index: number;
  readonly label: number;
};

/**
 * Attacks every test image; of those that break there are pictures in the folder `attack` of the results: the image, the
 * adversarial one, and their difference.
 */
export async function attackCommand(
  configuration: Configuration,
  settings: Settings,
  { epsilon: given, pgdSteps: steps, pgdRestarts: restarts, seed, pictures }: AttackSettings,
): Promise<readonly Attacked[]> {
  const run = await loaded(configuration, settings);
  const { network, images, engine, folder, scale } = run;
  const { test } = images;
  const { say, figures } = output(settings);
  const progress = startProgress('attacking', test.count);
  try {
    const epsilon = epsilonOf(given, run);
    const attack = pgd({ steps, restarts, ...(engine ? { engine } : {}) });
    const options = { attack, epsilon: radiiOf(epsilon, scale), range: test.range, seed };
    const attacked: Attacked[] = [];
    const saved: string[] = [];
    const all: ExampleResult[] = [];
    for await (const results of attackBatches(network, batches(test, 100), options)) {
      all.push(...results);
      for (const { witness, status, margin, evaluations, runs } of results) {
        const index = attacked.length;
        attacked.push({ index, label: test.labels[index]!, status, margin, evaluations });
        // of one that is wrong as it is there is nothing to see
        if (witness === null || runs === 0 || saved.length >= pictures || !isPicture(test.shape)) continue;
        const file = join(folder.path, 'attack', `${index}.png`);
        await writePictures(file, pixelsOf(test, index), witness, test.shape);
        saved.push(file);
      }
      progress.update(attacked.length, `${broken(attacked)} broken`);
    }
    const table = new Table({
      head: ['epsilon', 'examples', 'broken', 'test and PGD error'],
      style: { head: [], border: [] },
    });
    const count = broken(attacked);
    const cells = [Number(epsilon.toPrecision(4)), attacked.length, count, percent(count / attacked.length)];
    table.push(cells.map(String));
    say(`${table.toString()}\nof ${describePart(test.count, images)}`);
    if (saved.length > 0) {
      say(`image, adversarial image and difference: ${saved.length} in ${join(folder.path, 'attack')}`);
    }
    const report = { epsilon, steps, restarts, seed, images: attacked, pictures: saved };
    await figures(report);
    await writePage(settings, async ({ attackCases, examplesOf }) => ({
      ...(await runPart(settings)),
      attack: report,
      examples: examplesOf(attackCases(all), test),
      format: test,
    }));
    return attacked;
  } finally {
    progress.stop();
    disposeNetwork(network);
  }
}

const broken = (attacked: readonly Attacked[]): number =>
  attacked.filter(({ status }) => status === 'broken').length;
