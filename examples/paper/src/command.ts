import { ballRadius, choice, positive, type Recipe, strict, whole } from '@ibp/cli';
import { Command } from 'commander';
import type { Context } from './context';
import { ablationNames } from './experiments/ablation-variants';
import { runAblations } from './experiments/ablations';
import { runFigure3 } from './experiments/figure3';
import { runFigure4 } from './experiments/figure4';
import { runTable3 } from './experiments/table3';
import { runTable2, runTable4 } from './experiments/table4';
import { addFlags, contextOf, type Flags } from './flags';
import { publish, type Result } from './publish';
import { type DatasetId, type MethodId, type PublishedRow, table4 } from './published';
import { addResults } from './results/command';

/** `mnist`, `mnist/0.1`, `cifar/8/255`: the rows of a table. */
const wanted =
  (rows: readonly string[] | undefined, methods: readonly string[] | undefined) =>
  ({ dataset, epsilon, method }: PublishedRow): boolean =>
    (!rows || rows.includes(dataset) || rows.includes(`${dataset}/${epsilon}`)) &&
    (!methods || methods.includes(method));

/** What `--rows` takes: nothing that is misspelled is to end in an empty table. */
const rowNames = [...new Set(table4.flatMap(({ dataset, epsilon }) => [dataset, `${dataset}/${epsilon}`]))];

/** Radii keep their text, which names networks. */
const radii = (text: string, before: readonly string[] = []): readonly string[] => {
  ballRadius(text);
  return [...before, text];
};

/** Seeds, each once. */
const seedList = (text: string, before: readonly number[] = []): readonly number[] => [
  ...new Set([...before, whole(text)]),
];

const datasets = ['mnist', 'cifar', 'svhn'] as const satisfies readonly DatasetId[];
const methods = ['nominal', 'madry', 'wong', 'ibp'] as const satisfies readonly MethodId[];

/** The paper's three; the small one alone where scaled down, as everywhere. */
const figure3Models = ({ model, scale }: Pick<Flags, 'model' | 'scale'>): readonly Recipe['model'][] => {
  if (model) return [model];
  return scale < 1 ? ['small'] : ['small', 'medium', 'large'];
};

type Own = Flags & {
  rows?: string[];
  methods?: MethodId[];
  models?: Recipe['model'][];
  trainedAt?: string[];
  epsilons?: number;
  datasets?: DatasetId[];
  variants?: string[];
  seeds?: readonly number[];
};

/** Runs the experiment that a command line names. */
export async function paper(argv: readonly string[]): Promise<void> {
  const program = strict(new Command('paper')).description(
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
  const rows = (command: Command) => command.addOption(choice('--rows <row...>', 'only these', rowNames));
  const byMethod = (command: Command) =>
    command.addOption(choice('--methods <method...>', 'only these', methods));

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
        models: own.models ?? figure3Models(own),
        trainedAt: own.trainedAt ?? ['0.1', '0.2', '0.3', '0.4'],
        epsilons: Array.from(
          { length: own.epsilons! },
          (_, i) => (0.45 * i) / Math.max(1, own.epsilons! - 1),
        ),
      }),
    )
      .addOption(
        choice('--models <name...>', 'only these (default: all, small where scaled down)', [
          'small',
          'medium',
          'large',
        ]),
      )
      .option('--trained-at <epsilon...>', 'radii to train at (default: 0.1 to 0.4)', radii)
      .option('--epsilons <n>', 'radii to test at, from 0 to 0.45', positive, 10),
  );
  add('figure4', 'the adversarial polytope while training', (context) => runFigure4(context));
  add('ablations', 'losses, specifications, elision and schedules (section 4.1)', (context, own) =>
    runAblations(context, {
      datasets: own.datasets ?? ['mnist'],
      ...(own.variants ? { names: own.variants } : {}),
      ...(own.seeds ? { seeds: own.seeds } : {}),
    }),
  )
    .option('--seeds <n...>', 'train each with each of these (default: that of --seed)', seedList)
    .addOption(choice('--datasets <name...>', 'which', datasets))
    .addOption(choice('--variants <name...>', 'only these', ablationNames));
  addResults(program);
  await program.parseAsync([...argv], { from: 'user' });
}
