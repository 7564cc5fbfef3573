import { fail, type PlainNetwork } from '@ibp/core';
import type { Stage, StageContext } from '../stage';
import type { StageReply, StageTask, StageWorkers } from './workers';

/** Of networks, as they are sent: those who know one need not be sent it again. */
const runs = new WeakMap<PlainNetwork, Map<string, string>>();
/** This copy of the module among all: an application may hold two, whose workers may be the same. */
const own = Math.random().toString(36).slice(2) + Math.random().toString(36).slice(2);
let lastRun = 0;

function runOf({ plain, arithmetic, seed }: StageContext): string {
  const known = runs.get(plain) ?? new Map<string, string>();
  runs.set(plain, known);
  const key = `${arithmetic} ${seed}`;
  const run = known.get(key) ?? `${own} ${++lastRun}`;
  known.set(key, run);
  return run;
}

/**
 * The same stages, run by others: as many examples or batches at once as there are workers, if `certify` is told so by `concurrency` and
 * `batchConcurrency`. What they find is looked at here as if it had been found here: points that are said to break a row are run
 * through the network.
 *
 * What a worker was asked that ended is asked once more, of who is free then; where that one ends too, the stage leaves its questions open.
 *
 * @param workers each answers by `stageWorker` of the same stages; in Node those of `stageProcesses` of `@ibp/verify/node`.
 * @throws when there are no workers.
 */
export function inWorkers(stages: readonly Stage[], workers: StageWorkers): Stage[] {
  if (!(Number.isSafeInteger(workers.count) && workers.count > 0)) {
    fail('inWorkers', `expected at least one worker, got ${workers.count}`);
  }
  const hand = turns(workers);
  return stages.map((stage, place) => ({
    ...stage,
    run: async (questions, context) => {
      const { epsilon, range, secondsLeft } = context;
      const ball = { epsilon, range };
      const asked = { kind: 'stage' as const, place, name: stage.name, questions, ball, secondsLeft };
      const reply = await hand(asked, context);
      if (reply.kind === 'found') return reply.findings;
      if (reply.kind !== 'threw')
        throw new Error(`expected what ${stage.name} found, got "${reply.kind}" of a worker`);
      const [where, ...rest] = reply.message.split(': ');
      if (reply.unsupported) fail(where!, rest.join(': '));
      throw new Error(reply.message);
    },
  }));
}

type StageAsked = Omit<Extract<StageTask, { kind: 'stage' }>, 'run'>;

/** Asks whoever is free, and first tells it of the run. */
function turns({ count, ask }: StageWorkers) {
  const free = Array.from({ length: count }, (_, index) => index);
  const waiting: ((index: number) => void)[] = [];
  const told = new Map<number, string>();
  const take = (): Promise<number> =>
    new Promise((resolve) => {
      const index = free.shift();
      if (index === undefined) waiting.push(resolve);
      else resolve(index);
    });
  const give = (index: number): void => {
    const next = waiting.shift();
    if (next) next(index);
    else free.push(index);
  };
  const once = async (asked: StageAsked, context: StageContext): Promise<StageReply> => {
    const { plain, arithmetic, seed, signal } = context;
    const run = runOf(context);
    const index = await take();
    try {
      signal.throwIfAborted();
      const tell = async () => {
        await ask(index, { kind: 'begin', run, about: { plain, arithmetic, seed } }, signal);
        told.set(index, run);
      };
      if (told.get(index) !== run) await tell();
      const reply = await ask(index, { ...asked, run }, signal);
      if (reply.kind !== 'untold') return reply;
      // it ended while nobody asked it, and has begun anew
      await tell();
      return await ask(index, { ...asked, run }, signal);
    } catch (error) {
      told.delete(index); // it may have begun anew
      throw error;
    } finally {
      give(index);
    }
  };
  return async (asked: StageAsked, context: StageContext): Promise<StageReply> => {
    try {
      return await once(asked, context);
    } catch {
      context.signal.throwIfAborted();
      return await once(asked, context);
    }
  };
}
