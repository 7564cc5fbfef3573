import { pgd } from '@ibp/attack';
import { otherClasses } from '@ibp/bounds';
import { checkCertificate, createCertificate, type Solver } from '@ibp/exact';
import { ibp } from '@ibp/layers';
import { crown } from '@ibp/relax';
import {
  attackStage,
  type BoundedPart,
  boundStage,
  branchAndBoundStage,
  certificateOutcome,
  certify,
  cleanStage,
  type Stage,
} from '@ibp/verify';
import * as tf from '@tensorflow/tfjs-core';
import { attackOf } from './attack';
import { logits } from './bounds';
import { mipOf } from './mip-stage';
import { networkAt } from './networks';
import type { TaskContext } from './protocol';
import type { QuestionInput } from './question';
import { scoped } from './scoped';
import { solverOf } from './solver';

/** A part of the ball that branch and bound looked at, and the class that it is to rule out there. */
export type SearchedPart = BoundedPart & { readonly other: number };

/** What is heard while a question is settled. */
export type SettleEvent =
  | { readonly kind: 'stage'; readonly name: string; readonly open: number }
  | ({ readonly kind: 'part' } & SearchedPart);

/** What searches where bounds and the attack leave something open. */
export const searches = ['both', 'mip'] as const;
export type Search = (typeof searches)[number];

export type SettleInput = QuestionInput & {
  readonly budget: number;
  readonly search: Search;
  /** The most parts that branch and bound may look at; any number unless given. */
  readonly parts?: number;
};

/** The cascade, cheapest first. */
function stagesOf(
  input: SettleInput,
  classes: number,
  solver: Solver,
  tell: (event: SettleEvent) => void,
): Stage[] {
  // the rows that the stage under way is asked about, one of each other class
  const others = scoped(() => otherClasses([input.label], classes).dataSync());
  let open: readonly number[] = [];
  const onPart = (part: BoundedPart) => {
    tell({ kind: 'part', ...part, other: others[open[part.spec]!]! });
  };
  const { parts: maxNodes } = input;
  const stages = [
    cleanStage(),
    boundStage('ibp', ibp()),
    boundStage('crown', crown()),
    attackStage('pgd', pgd(attackOf)),
    // half of the time is the solver's
    ...(input.search === 'both'
      ? [branchAndBoundStage({ onPart, batch: 16, share: 0.5, ...(maxNodes ? { maxNodes } : {}) })]
      : []),
    mipOf(solver, input),
  ];
  return stages.map((stage) => ({
    ...stage,
    run: (questions, context) => {
      open = questions[0]?.open ?? [];
      tell({ kind: 'stage', name: stage.name, open: open.length });
      return stage.run(questions, context);
    },
  }));
}

/** Proves an example or breaks it, as far as the time goes, and writes the certificate, which is then checked by other code. */
export async function settle(input: SettleInput, context: TaskContext) {
  const solver = solverOf();
  try {
    return await settled(input, solver, context);
  } finally {
    await solver.close();
  }
}

async function settled(input: SettleInput, solver: Solver, { signal, tell }: TaskContext) {
  const { network, plain } = await networkAt(input.network);
  const { x, label, epsilon, budget } = input;
  const started = performance.now();
  const classes = plain.nodes.at(-1)!.shape[0]!;
  const batch = { x: tf.tensor(x, [1, ...network.inputShape]), labels: [label] };
  const options = {
    epsilon,
    range: [0, 1] as const,
    stages: stagesOf(input, classes, solver, tell),
    budget,
    signal,
  };
  for await (const result of certify(network, [batch], options)) {
    const seconds = (performance.now() - started) / 1000;
    const statement = { x, label, classes, epsilon, range: [0, 1] as const };
    const outcome = certificateOutcome(result, { statement });
    const certificate = await createCertificate(plain, [outcome], { mode: 'float32', inputs: 'embedded' });
    const asked = { indices: [0], of: () => statement };
    const { summary, examples } = await checkCertificate(certificate, plain, asked);
    const { verdict } = result;
    const taken =
      verdict.status === 'falsified'
        ? (await logits({ network: input.network, x: verdict.witness.x })).taken
        : undefined;
    const check = { status: examples[0]!.status, summary };
    return { verdict, seconds, taken, certificate: JSON.stringify(certificate), check };
  }
  throw new Error('stopped');
}
