import { pgd } from '@ibp/attack';
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
import { solverOf } from './solver';

/** What is heard while a question is settled. */
export type SettleEvent =
  | { readonly kind: 'stage'; readonly name: string; readonly open: number }
  | ({ readonly kind: 'part' } & BoundedPart);

/** What searches where bounds and the attack leave something open. */
export const searches = ['both', 'mip'] as const;
export type Search = (typeof searches)[number];

export type SettleInput = QuestionInput & { readonly budget: number; readonly search: Search };

/** The cascade, cheapest first. */
function stagesOf(input: SettleInput, solver: Solver, tell: (event: SettleEvent) => void): Stage[] {
  const onPart = (part: BoundedPart) => tell({ kind: 'part', ...part });
  const stages = [
    cleanStage(),
    boundStage('ibp', ibp()),
    boundStage('crown', crown()),
    attackStage('pgd', pgd(attackOf)),
    // half of the time is the solver's
    ...(input.search === 'both' ? [branchAndBoundStage({ onPart, batch: 16, share: 0.5 })] : []),
    mipOf(solver, input),
  ];
  return stages.map((stage) => ({
    ...stage,
    run: (questions, context) => {
      tell({ kind: 'stage', name: stage.name, open: questions[0]?.open.length ?? 0 });
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
  const batch = { x: tf.tensor(x, [1, ...network.inputShape]), labels: [label] };
  const options = { epsilon, range: [0, 1] as const, stages: stagesOf(input, solver, tell), budget, signal };
  for await (const result of certify(network, [batch], options)) {
    const seconds = (performance.now() - started) / 1000;
    const classes = plain.nodes.at(-1)!.shape[0]!;
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
