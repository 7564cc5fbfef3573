import { computed, signal } from '@preact/signals';
import type { TrainingInput, TrainingMoment } from '../worker/training';
import { messageOf } from './files';
import { background } from './lab';
import { route } from './route';

/** A row of the curves. */
export type TrainingRow = Pick<TrainingMoment, 'step'> & {
  readonly proved: readonly [number, number, number];
};

export const moment = signal<TrainingMoment | undefined>(undefined);
export const rows = signal<readonly TrainingRow[]>([]);
export const playing = signal(false);
export const trainingError = signal<string | undefined>(undefined);

/** Steps of a training, and those between two pictures of it. */
export const trainingSteps = 400;
const stride = 5;

export const asked = computed((): TrainingInput => {
  const { params } = route.value;
  const number = (name: string, otherwise: number, [least, most]: readonly [number, number]) => {
    const value = Number(params.get(name) ?? otherwise);
    return value >= least && value <= most ? value : otherwise;
  };
  const start = number('from', 40, [0, trainingSteps]);
  return {
    ...{ seed: Math.floor(number('seed', 0, [0, 1000])), steps: trainingSteps },
    ramp: [start, Math.max(start, number('to', 240, [0, trainingSteps]))],
    ...{ epsilon: number('eps', 0.08, [0, 0.2]), kappa: number('kappa', 0.5, [0, 1]) },
  };
});

const take = (next: TrainingMoment) => {
  moment.value = next;
  const { nominal, adversarial, ibp } = next.trained;
  rows.value = [
    ...rows.peek(),
    { step: next.step, proved: [nominal.proved, adversarial.proved, ibp.proved] },
  ];
};

let begun: TrainingInput | undefined;
let busy: Promise<void> = Promise.resolve();
/** One after the other: the worker has one training. */
const queued = (run: () => Promise<void>) => {
  busy = busy.then(run).catch((reason) => {
    playing.value = false;
    trainingError.value = messageOf(reason);
  });
  return busy;
};

/** Begins anew with what the address asks. */
export function restart(): void {
  playing.value = false;
  begun = asked.peek();
  const input = begun;
  void queued(async () => {
    if (begun !== input) return;
    rows.value = [];
    trainingError.value = undefined;
    take(await background().startTraining(input));
  });
}

/** Begins where there is nothing yet, or where something else is asked than was begun. */
export function ensureTraining(): void {
  if (JSON.stringify(begun) !== JSON.stringify(asked.value)) restart();
}

/** One stride. */
export const stepOnce = (): Promise<void> =>
  queued(async () => {
    if ((moment.peek()?.step ?? 0) >= trainingSteps) return;
    take(await background().advanceTraining({ steps: stride }));
  });

/** Strides until it is paused or done. */
export async function play(): Promise<void> {
  playing.value = true;
  if (moment.peek()?.step === trainingSteps) {
    restart();
    playing.value = true;
  }
  do await stepOnce();
  while (playing.peek() && (moment.peek()?.step ?? 0) < trainingSteps);
  playing.value = false;
}
