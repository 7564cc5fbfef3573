import { join } from 'node:path';
import { models } from '@ibp/models';
import { Command, InvalidArgumentError, Option } from 'commander';
import { engineNames, type Recipe, type Settings, userPath } from 'ibp-examples-common';
import type { Context } from './context';
import { ablationNames, runAblations } from './experiments/ablations';
import { runFigure3 } from './experiments/figure3';
import { runFigure4 } from './experiments/figure4';
import { runTable3 } from './experiments/table3';
import { runTable2, runTable4 } from './experiments/table4';
import { publish, type Result } from './publish';
import type { DatasetId, MethodId, PublishedRow } from './published';

const positive = (text: string): number => {
  const value = Number(text);
  if (!(value > 0 && Number.isFinite(value))) throw new InvalidArgumentError('Expected a number above 0.');
  return value;
};

const whole = (text: string): number => {
  const value = Number(text);
  if (text.trim() === '' || !Number.isInteger(value) || value < 0)
    throw new InvalidArgumentError('Expected a whole number.');
  return value;
};

const choices = (flags: string, description: string, values: readonly string[]) =>
  new Option(flags, description).choices(values);

type Flags = {
  scale: number;
  model?: Recipe['model'];
  steps?: number;
  testExamples?: number;
  pgdSteps?: number;
  pgdRestarts?: number;
  exactExamples: number;
  exactSeconds: number;
  mnist: string;
  dataDir?: string;
  out: string;
  seed: number;
  backend?: string;
  engine: NonNullable<Settings['engine']>;
  checkpointEvery: number;
};

function contextOf(flags: Flags): Context {
  const { scale, model, steps, testExamples, pgdSteps, pgdRestarts, exactExamples, exactSeconds } = flags;
  const { mnist, dataDir, out, seed, backend, engine, checkpointEvery } = flags;
  const given = <T extends object>(values: T) =>
    Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
      [K in keyof T]?: Exclude<T[K], undefined>;
    };
  return {
    size: { scale, ...given({ model, steps, testExamples, pgdSteps, pgdRestarts }) },
    exact: { examples: exactExamples, seconds: exactSeconds },
    out: join(userPath(out), `scale-${scale}`),
    mnist,
    seed,
    settings: { engine, checkpointEvery, ...given({ dataDir, backend }) },
  };
}

/** Flags that every experiment takes. */
function addFlags(command: Command): Command {
  return command
    .option('--scale <share>', 'of the full length: steps, batches, test set, attack', positive, 1)
    .addOption(
      choices('--model <name>', 'the network (default: large, small where scaled down)', Object.keys(models)),
    )
    .option('--steps <n>', 'training steps, whatever the scale', whole)
    .option('--test-examples <n>', 'first test examples, whatever the scale', whole)
    .option('--pgd-steps <n>', 'steps of the attack, whatever the scale', whole)
    .option('--pgd-restarts <n>', 'its restarts, whatever the scale', whole)
    .option('--exact-examples <n>', 'first test examples to certify beyond interval bounds', whole, 0)
    .option('--exact-seconds <n>', 'for each of them', positive, 600)
    .addOption(
      choices('--mnist <images>', 'which images of MNIST', ['auto', 'full', 'embedded']).default('auto'),
    )
    .option('--data-dir <dir>', 'where datasets are, or go (default: IBP_DATA_DIR, or a cache directory)')
    .option('--out <dir>', 'folder of all experiments', 'runs/paper')
    .option('--seed <n>', 'of weights, shuffling, augmentation and attacks', whole, 0)
    .option('--backend <name>', 'tensorflow.js backend (default: the best that is installed)')
    .addOption(choices('--engine <name>', 'what computes the steps', engineNames).default('auto'))
    .option('--checkpoint-every <steps>', 'steps between checkpoints', whole, 500);
}

/** `mnist`, `mnist/0.1`, `cifar/8/255`: the rows of a table. */
const wanted =
  (rows: readonly string[] | undefined, methods: readonly string[] | undefined) =>
  ({ dataset, epsilon, method }: PublishedRow): boolean =>
    (!rows || rows.includes(dataset) || rows.includes(`${dataset}/${epsilon}`)) &&
    (!methods || methods.includes(method));

const datasets = ['mnist', 'cifar', 'svhn'] as const satisfies readonly DatasetId[];
const methods = ['nominal', 'madry', 'wong', 'ibp'] as const satisfies readonly MethodId[];

type Own = Flags & {
  rows?: string[];
  methods?: MethodId[];
  models?: Recipe['model'][];
  trainedAt?: string[];
  epsilons?: number;
  datasets?: DatasetId[];
  variants?: string[];
};

/** Runs the experiment that a command line names. */
export async function paper(argv: readonly string[]): Promise<void> {
  const program = new Command('paper').description(
    'The tables and figures of Gowal et al. 2019. What was stopped goes on where it was; networks are shared.',
  );
  const add = (
    name: string,
    description: string,
    run: (context: Context, own: Own) => Promise<Result>,
  ): Command =>
    addFlags(program.command(name).description(description)).action(async (own: Own) => {
      const context = contextOf(own);
      const result = await run(context, own);
      console.log(`\n${result.text}`);
      console.log((await publish(name, context, result)).join('\n'));
    });
  const rows = (command: Command) =>
    command.option('--rows <row...>', 'only these: mnist, mnist/0.1, cifar/8/255, svhn, ...');
  const byMethod = (command: Command) =>
    command.addOption(choices('--methods <method...>', 'only these', methods));

  byMethod(
    add('table2', 'WideResNet-10-10 on ImageNet at 64x64', (context, own) =>
      runTable2(context, wanted(undefined, own.methods)),
    ),
  );
  rows(
    add('table3', 'how tight interval bounds are', (context, own) =>
      runTable3(context, wanted(own.rows, undefined)),
    ),
  );
  byMethod(
    rows(
      add('table4', 'four methods on MNIST, CIFAR-10 and SVHN', (context, own) =>
        runTable4(context, wanted(own.rows, own.methods)),
      ),
    ),
  );
  byMethod(
    add('figure3', 'accuracy against epsilon on MNIST', (context, own) =>
      runFigure3(context, {
        methods: own.methods ?? ['ibp', 'madry', 'wong'],
        models: own.models ?? (own.model ? [own.model] : ['small', 'medium', 'large']),
        trainedAt: own.trainedAt!,
        epsilons: Array.from(
          { length: own.epsilons! },
          (_, i) => (0.45 * i) / Math.max(1, own.epsilons! - 1),
        ),
      }),
    )
      .addOption(choices('--models <name...>', 'only these', ['small', 'medium', 'large']))
      .option('--trained-at <epsilon...>', 'radii to train at', ['0.1', '0.2', '0.3', '0.4'])
      .option('--epsilons <n>', 'radii to test at, from 0 to 0.45', whole, 10),
  );
  add('figure4', 'the adversarial polytope while training', (context) => runFigure4(context));
  add('ablations', 'losses, elision and schedules (section 4.1)', (context, own) =>
    runAblations(context, own.datasets ?? ['mnist'], own.variants),
  )
    .addOption(choices('--datasets <name...>', 'which', datasets))
    .addOption(choices('--variants <name...>', 'only these', ablationNames));
  await program.parseAsync([...argv], { from: 'user' });
}
