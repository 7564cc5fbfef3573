import { Curves } from '@ibp/report/components';
import { effect } from '@preact/signals';
import { Field } from '../charts/field';
import { Plane } from '../charts/plane';
import { ScheduleChart } from '../charts/schedule-chart';
import { shown } from '../parts/number';
import { change, route } from '../state/route';
import {
  asked,
  ensureTraining,
  moment,
  play,
  playing,
  restart,
  rows,
  stepOnce,
  trainingError,
  trainingSteps,
} from '../state/training-state';
import { type Trainer, trainers } from '../worker/training-sizes';

const titles: { readonly [K in Trainer]: { readonly title: string; readonly by: string } } = {
  nominal: { title: 'Nominal', by: 'the points alone' },
  adversarial: { title: 'Adversarial', by: 'the worst point that PGD finds' },
  ibp: { title: 'IBP', by: 'the worst that interval bounds allow' },
};

/** Begins a training while the page is shown, anew where another one is asked for. */
export const startTrainingPage = () =>
  effect(() => {
    if (route.value.page !== 'training') {
      playing.value = false;
      return;
    }
    ensureTraining();
  });

const percent = (share: number) => `${Math.round(100 * share)} %`;

/** Watch training: three losses side by side on the toy set of the paper. */
export const TrainingPage = () => (
  <>
    <header class="page-head">
      <h1>Watch training</h1>
      <p>
        Thirteen points in a square, three networks with the same weights at the beginning. All of them learn
        the points. Of which is the box around each point proved? A solid square is, a dashed one is not.
      </p>
    </header>
    <div class="training-bar panel">
      <Buttons />
      <figure>
        <figcaption>Schedules of ε and κ</figcaption>
        <ScheduleChart input={asked.value} />
      </figure>
      <Progress />
    </div>
    {trainingError.value ? (
      <p class="notice" role="alert">
        {trainingError.value}
      </p>
    ) : null}
    {moment.value ? (
      <div class="planes">
        {trainers.map((name) => (
          <TrainerPanel key={name} name={name} />
        ))}
      </div>
    ) : (
      <p class="quiet">The networks are made…</p>
    )}
  </>
);

const Buttons = () => (
  <div class="buttons">
    <p>
      {playing.value ? (
        <button
          type="button"
          class="primary"
          onClick={() => {
            playing.value = false;
          }}
        >
          Pause
        </button>
      ) : (
        <button type="button" class="primary" onClick={() => void play()}>
          Play
        </button>
      )}{' '}
      <button type="button" disabled={playing.value} onClick={() => void stepOnce()}>
        5 steps
      </button>{' '}
      <button type="button" onClick={restart}>
        Restart
      </button>
    </p>
    <p>
      <label>
        seed{' '}
        <input
          type="number"
          min="0"
          max="1000"
          value={asked.value.seed}
          onChange={(event) => change({ seed: event.currentTarget.value })}
        />
      </label>
    </p>
    <p role="status">
      step {moment.value?.step ?? 0} of {trainingSteps}, ε = {shown(moment.value?.epsilon ?? 0, 3)}, κ ={' '}
      {shown(moment.value?.kappa ?? 1)}
    </p>
    <p class="quiet">
      Drag the corners of the schedules, or move them by the arrow keys: training begins anew.
    </p>
  </div>
);

const TrainerPanel = ({ name }: { readonly name: Trainer }) => {
  const now = moment.value!;
  const shape = now.trained[name];
  const { title, by } = titles[name];
  const words = `${percent(shape.right)} right, ${percent(shape.proved)} proved at ε = ${shown(asked.value.epsilon, 3)}`;
  return (
    <section class="panel" aria-label={title}>
      <h2>{title}</h2>
      <p class="quiet">by {by}</p>
      <Field shape={shape} moment={now} epsilon={asked.value.epsilon} label={`${title}: ${words}`} />
      <p class="figures">
        <strong class="tone-proved">{percent(shape.proved)}</strong> proved, {percent(shape.right)} right
        {Number.isFinite(shape.loss) ? <span class="quiet">, loss {shown(shape.loss, 3)}</span> : null}
      </p>
      <Plane
        label={`${title}: the logits of one ball, and the interval box around them`}
        x="logit of ○"
        y="logit of +"
        shapes={[
          { look: 'box', points: shape.box },
          { look: 'hull', points: shape.hull },
        ]}
      />
      <p class="quiet">What the logits of one ball can be (filled), and its interval box.</p>
    </section>
  );
};

const Progress = () => {
  const series = trainers.map((name, i) => ({
    name: titles[name].title,
    points: rows.value.map(({ step, proved }) => [step, proved[i]!] as const),
  }));
  return (
    <Curves
      title="Share of the points whose box is proved"
      x={{ label: 'step', domain: [0, trainingSteps] }}
      y={{ label: 'share proved', format: '.0%', domain: [0, 1] }}
      series={series}
    />
  );
};
