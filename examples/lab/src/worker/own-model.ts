import { pgd } from '@ibp/attack';
import { createCertificate, encodePlainNetwork, type Statement } from '@ibp/exact';
import { ibp } from '@ibp/layers';
import { crown } from '@ibp/relax';
import {
  attackStage,
  boundStage,
  branchAndBoundStage,
  type Certified,
  certificateOutcome,
  certify,
  cleanStage,
} from '@ibp/verify';
import * as tf from '@tensorflow/tfjs-core';
import { attackOf } from './attack';
import { logits } from './bounds';
import { keepNetwork, networkAt } from './networks';
import type { TaskContext } from './protocol';
import { type Dropped, readNetwork } from './read-network';

/** A network that the user dropped, as the file that certificates are of. */
export const plainFile = async (files: readonly Dropped[]) => encodePlainNetwork(await readNetwork(files));

/** Takes in a network that the user dropped: the name to ask for it by, and what it is. */
export async function takeNetwork(files: readonly Dropped[]) {
  const plain = await readNetwork(files);
  const output = plain.nodes.at(-1)!.shape;
  if (output.length !== 1 || output[0]! < 2) {
    throw new Error(`expected a network whose output is a list of at least 2 classes, got shape [${output}]`);
  }
  const { name, hash } = await keepNetwork(plain);
  const parameters = plain.nodes.flatMap(({ params }) =>
    Object.values(params).map((value) => (value as { data?: ArrayLike<number> })?.data?.length ?? 0),
  );
  return {
    ...{ name, hash, classes: output[0]!, inputShape: plain.nodes[0]!.shape },
    ops: plain.nodes.slice(1).map(({ op }) => op as string),
    parameters: parameters.reduce((sum, n) => sum + n, 0),
    file: await encodePlainNetwork(plain),
  };
}
export type TakenNetwork = Awaited<ReturnType<typeof takeNetwork>>;

/** What is asked of a network that the user brought: inputs one after the other, and the classes that are to be kept. */
export type OwnQuestions = {
  readonly network: string;
  readonly inputs: readonly Float32Array[];
  /** What the network says is to be kept where there are none. */
  readonly labels?: readonly number[];
  readonly epsilon: number;
  readonly range: readonly [number, number];
  /** Seconds for one input. */
  readonly budget: number;
};

/** One line of the table. */
export type OwnVerdict = {
  readonly index: number;
  readonly label: number;
  readonly status: Certified['verdict']['status'];
  readonly method?: string;
  readonly detail?: string;
  readonly taken?: number;
  readonly witness?: Float32Array;
  readonly margin?: number;
};

/** Takes every input through the cascade, telling each verdict as it is known, and writes the certificate of all of them. */
export async function certifyOwn(questions: OwnQuestions, { signal, tell }: TaskContext) {
  const { network: name, inputs, epsilon, range, budget } = questions;
  const { network, plain } = await networkAt(name);
  const classes = plain.nodes.at(-1)!.shape[0]!;
  const labels: number[] = [];
  for (const [i, x] of inputs.entries()) {
    labels.push(questions.labels?.[i] ?? (await logits({ network: name, x })).taken);
  }
  const stages = [
    cleanStage(),
    boundStage('ibp', ibp()),
    boundStage('crown', crown()),
    attackStage('pgd', pgd(attackOf)),
    branchAndBoundStage({ batch: 16 }),
  ];
  // made when they are asked for, since certify frees them
  const each = (function* () {
    for (const [i, x] of inputs.entries()) {
      yield { x: tf.tensor(x, [1, ...network.inputShape]), labels: [labels[i]!] };
    }
  })();
  const statementOf = (index: number): Statement => ({
    ...{ x: inputs[index]!, label: labels[index]!, classes, epsilon, range },
  });
  const results: Certified[] = [];
  for await (const result of certify(network, each, { epsilon, range, stages, budget, signal })) {
    results.push(result);
    const { index, verdict } = result;
    const line: OwnVerdict = {
      ...{ index, label: labels[index]!, status: verdict.status },
      ...('method' in verdict ? { method: verdict.method } : { detail: verdict.detail }),
    };
    const witness = verdict.status === 'falsified' ? verdict.witness : undefined;
    const more = witness && {
      ...{ witness: witness.x, margin: witness.margin },
      taken: (await logits({ network: name, x: witness.x })).taken,
    };
    tell({ ...line, ...more } satisfies OwnVerdict);
    // lets an abort come through
    await new Promise((resolve) => setTimeout(resolve));
    signal.throwIfAborted();
  }
  results.sort((a, b) => a.index - b.index);
  const outcomes = results.map((result) =>
    certificateOutcome(result, { statement: statementOf(result.index) }),
  );
  return JSON.stringify(await createCertificate(plain, outcomes, { mode: 'float32', inputs: 'embedded' }));
}
