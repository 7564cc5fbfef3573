import { fail, isIbpError, type PlainNetwork } from '@ibp/core';
import { settledCopy } from '@ibp/exact';
import { disposeNetwork, type Network, networkOf } from '@ibp/layers';
import type { Stage, StageContext } from '../stage';
import type { StageAbout, StageReply, StageTask } from './workers';

/** Answers what a cascade asks, one thing after the other; the signal ends a stage early. */
export type StageWorker = ((task: StageTask, signal?: AbortSignal) => Promise<StageReply>) & {
  /** Frees what it made of the network. */
  readonly close: () => void;
};

/**
 * One of those who run stages for {@link inWorkers}, in a thread or process of its own, on the backend that tensorflow.js has
 * there. It knows one run at a time: the next that begins takes its place.
 *
 * @param stages those that the cascade has, in the same order, with engines and solvers of their own.
 *
 * @example
 * ```ts
 * import { dense, ibp, network, relu, sequential } from '@ibp/layers';
 * import { boundStage, certify, cleanStage, inWorkers, stageWorker } from '@ibp/verify';
 * import * as tf from '@tensorflow/tfjs-core';
 *
 * const stages = [cleanStage(), boundStage('ibp', ibp())];
 * // here in this thread; elsewhere tasks come, and answers go, as messages
 * const answer = stageWorker(stages);
 * const elsewhere = inWorkers(stages, { count: 1, ask: (_, task, signal) => answer(task, signal) });
 * const net = network([2], sequential(dense(16), relu(), dense(3)), { seed: 8 });
 * const examples = { x: tf.tensor2d([[0.9, 0.1]]), labels: [2] };
 * for await (const { verdict } of certify(net, [examples], { epsilon: 0.01, stages: elsewhere })) {
 *   console.log(verdict.status); // verified
 * }
 * answer.close();
 * ```
 */
export function stageWorker(stages: readonly Stage[]): StageWorker {
  let known: Begun | undefined;
  const close = () => {
    if (known) disposeNetwork(known.network);
    known = undefined;
  };
  const answer = async (task: StageTask, signal = new AbortController().signal): Promise<StageReply> => {
    if (task.kind === 'begin') {
      close();
      known = { run: task.run, ...begun(task.about) };
      return { kind: 'began' };
    }
    if (known?.run !== task.run) return { kind: 'untold' };
    const stage = stages[task.place];
    if (stage?.name !== task.name) {
      const own = stages.map(({ name }) => name).join(', ');
      return fail('stageWorker', `expected a stage of ${own}, got ${task.name} at ${task.place}`);
    }
    const { network, plain, arithmetic, seed } = known;
    const { ball, secondsLeft } = task;
    const context: StageContext = { network, plain, ...ball, arithmetic, seed, secondsLeft, signal };
    try {
      return { kind: 'found', findings: await stage.run(task.questions, context) };
    } catch (error) {
      return { kind: 'threw', message: (error as Error).message, unsupported: isIbpError(error) };
    }
  };
  return Object.assign(answer, { close });
}

/** A run as a worker has it. */
type Begun = StageAbout & { readonly run: string; readonly network: Network };

function begun({ plain: sent, ...about }: StageAbout): Omit<Begun, 'run'> {
  const plain: PlainNetwork = settledCopy(sent); // asked for its matrices at every step
  return { ...about, plain, network: networkOf(plain) };
}
