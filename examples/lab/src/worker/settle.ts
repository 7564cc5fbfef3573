import { pgd } from '@ibp/attack';
import { checkCertificate, createCertificate } from '@ibp/exact';
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
import { networkAt } from './networks';
import type { TaskContext } from './protocol';
import type { QuestionInput } from './question';

/** What is heard while a question is settled. */
export type SettleEvent =
  | { readonly kind: 'stage'; readonly name: string; readonly open: number }
  | ({ readonly kind: 'part' } & BoundedPart);

/** The cascade, cheapest first. */
function stagesOf(tell: (event: SettleEvent) => void): Stage[] {
  const onPart = (part: BoundedPart) => tell({ kind: 'part', ...part });
  const stages = [
    cleanStage(),
    boundStage('ibp', ibp()),
    boundStage('crown', crown()),
    attackStage('pgd', pgd(attackOf)),
    branchAndBoundStage({ onPart, batch: 16 }),
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
export async function settle(
  input: QuestionInput & { readonly budget: number },
  { signal, tell }: TaskContext,
) {
  const { network, plain } = await networkAt(input.network);
  const { x, label, epsilon, budget } = input;
  const started = performance.now();
  const batch = { x: tf.tensor(x, [1, ...network.inputShape]), labels: [label] };
  const options = { epsilon, range: [0, 1] as const, stages: stagesOf(tell), budget, signal };
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
