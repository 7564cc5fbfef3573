import { batches } from '@ibp/data';
import { type BoundMethod, disposeNetwork, ibp, type Network } from '@ibp/layers';
import { crownIbp } from '@ibp/relax';
import { evaluate } from '@ibp/train';
import Table from 'cli-table3';
import { epsilonOf } from './certification/example-at';
import type { Configuration } from './configuration';
import { writePage } from './html';
import { type Loaded, loaded } from './loaded';
import { output } from './output';
import { startProgress } from './progress';
import { radiiOf } from './radii';
import { percent, type RunReport } from './report';
import type { Settings } from './settings';
import { describePart } from './validation';

type Tested = Pick<Loaded, 'images' | 'engine' | 'scale'> & { readonly epsilon: number };

/** Test and verified error, of what the images are tested on. */
export async function evaluateNetwork(
  network: Network,
  bound: BoundMethod,
  { epsilon, images, engine, scale }: Tested,
): Promise<RunReport['evaluation']> {
  const { test } = images;
  const progress = startProgress('evaluating', test.count);
  try {
    const evaluation = await evaluate(network, batches(test, 100), {
      epsilon: radiiOf(epsilon, scale),
      bound,
      range: test.range,
      ...(engine ? { engine } : {}),
      onProgress: ({ examples, verifiedError }) =>
        progress.update(examples, `verified error ${(100 * verifiedError).toFixed(2)} %`),
    });
    return { ...evaluation, epsilon };
  } finally {
    progress.stop();
  }
}

/** What `evaluate` says of a `model.json`, by two bounds: one that was not trained for IBP is hardly proved by it. */
export async function evaluateModel(
  configuration: Configuration,
  settings: Settings,
  given: number | undefined,
): Promise<{ readonly [bound: string]: RunReport['evaluation'] }> {
  const model = await loaded(configuration, settings);
  const { network, images } = model;
  try {
    const epsilon = epsilonOf(given, model);
    const ask = (bound: BoundMethod) => evaluateNetwork(network, bound, { ...model, epsilon });
    const found = { IBP: await ask(ibp()), 'CROWN-IBP': await ask(crownIbp()) };
    const table = new Table({
      head: ['epsilon', 'test error', ...Object.keys(found).map((name) => `verified error (${name})`)],
      style: { head: [], border: [] },
    });
    const errors = Object.values(found).map(({ verifiedError }) => percent(verifiedError));
    table.push([String(Number(epsilon.toPrecision(4))), percent(found.IBP.error), ...errors]);
    const { say, figures } = output(settings);
    say(`${table.toString()}\non ${describePart(images.test.count, images)}`);
    await figures(found);
    await writePage(settings, async () => ({ evaluations: found, format: images.test }));
    return found;
  } finally {
    disposeNetwork(network);
  }
}
