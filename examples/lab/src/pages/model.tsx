import { Table, tally, VerdictBar } from '@ibp/report/components';
import { download } from '../parts/download';
import { Drop } from '../parts/drop';
import { seconds } from '../parts/number';
import { stageTitle } from '../parts/stage-title';
import {
  ask,
  asked,
  certificate,
  error,
  inputs,
  model,
  run,
  running,
  take,
  takeExample,
  verdicts,
} from '../state/own-state';
import { recipe } from '../state/served-run';

/** Your model: certified in the browser, which nothing leaves. */
export const ModelPage = () => (
  <>
    <header class="page-head">
      <h1>Your model</h1>
      <p>
        Drop a network and inputs: each gets a proof, a counter-example or an honest unknown. The files are
        read by this page and by nothing else; its policy lets it connect to its own host alone.
      </p>
    </header>
    <div class="stack">
      <div class="two">
        <div>
          <Drop
            id="model-files"
            label="1. Drop a model"
            hint="an .onnx, a model.json of tfjs with its shards, or a .safetensors of this family; up to 100 MB"
            accept=".onnx,.gz,.json,.bin,.safetensors"
            onFiles={take}
          />
          <ModelFacts />
        </div>
        <div>
          <Drop
            id="input-files"
            label="2. Drop inputs"
            hint="pictures of the size that the network takes, .npy, or .csv with a row for each input; a column called label has the classes"
            accept="image/*,.npy,.csv"
            onFiles={take}
          />
          <InputFacts />
        </div>
      </div>
      <HowTrained />
      {error.value ? (
        <p class="notice" role="alert">
          {error.value}
        </p>
      ) : null}
      <Question />
      <Results />
    </div>
  </>
);

const ModelFacts = () => {
  if (!model.value) {
    return (
      <p class="quiet below">
        No model yet.{' '}
        <button type="button" onClick={() => void takeExample()}>
          Try it with the lab's own
        </button>
      </p>
    );
  }
  const { title, inputShape, classes, ops, parameters, hash } = model.value;
  return (
    <p class="below">
      <strong>{title}</strong>: inputs of shape [{inputShape.join(', ')}], {classes} classes, {ops.length}{' '}
      {ops.length === 1 ? 'node' : 'nodes'} ({[...new Set(ops)].join(', ')}),{' '}
      {parameters.toLocaleString('en')} parameters.{' '}
      <span class="quiet">
        hash <code>{hash.slice(0, 16)}</code>
      </span>
    </p>
  );
};

/** Of a run that `ibp lab` serves. */
const HowTrained = () =>
  recipe.value && recipe.value.of === model.value?.name ? (
    <details class="panel">
      <summary>How it was trained</summary>
      <Table
        caption="Recipe"
        head={['field', 'value']}
        rows={Object.entries(recipe.value.fields).map(([name, value]) => [
          name,
          typeof value === 'string' ? value : JSON.stringify(value),
        ])}
      />
    </details>
  ) : null;

const InputFacts = () => {
  const { inputs: all, labels, title } = inputs.value;
  if (all.length === 0) return <p class="quiet below">No inputs yet.</p>;
  return (
    <p class="below">
      <strong>{title}</strong>: {all.length} {all.length === 1 ? 'input' : 'inputs'},{' '}
      {labels ? 'with their classes.' : 'without classes: what the network says of each is to be kept.'}
    </p>
  );
};

const fields = [
  { name: 'eps', label: 'ε, in the units of the inputs', read: () => asked.value.epsilon, step: 'any' },
  { name: 'least', label: 'least valid value', read: () => asked.value.range[0], step: 'any' },
  { name: 'most', label: 'greatest valid value', read: () => asked.value.range[1], step: 'any' },
  { name: 'budget', label: 'seconds for each input', read: () => asked.value.budget, step: '1' },
] as const;

const Question = () => {
  const ready = model.value && inputs.value.inputs.length > 0;
  return (
    <form
      class="panel question"
      onSubmit={(event) => {
        event.preventDefault();
        if (running.value) running.value.stop();
        else void run();
      }}
    >
      {fields.map(({ name, label, read, step }) => (
        <label key={name}>
          <span>{label}</span>
          <input
            type="number"
            step={step}
            value={read()}
            onChange={(event) => ask(name, event.currentTarget.value)}
          />
        </label>
      ))}
      <button type="submit" class="primary" disabled={!ready}>
        {running.value ? 'Stop' : 'Certify'}
      </button>
      {ready ? null : <p class="quiet">It can begin when there are a model and inputs.</p>}
    </form>
  );
};

/** Time left, as far as the inputs that are done tell. */
function timeLeft(done: number, all: number, started: number): string {
  if (done === 0) return 'the first one is under way';
  return `${seconds((((performance.now() - started) / 1000) * (all - done)) / done)} left at this pace`;
}

const Results = () => {
  const done = verdicts.value;
  const all = inputs.value.inputs.length;
  if (done.length === 0 && !running.value) return null;
  const reports = async () => {
    const { ownReport } = await import('../state/own-report');
    download('report.html', ownReport());
  };
  return (
    <section class="panel" aria-labelledby="verdicts">
      <h2 id="verdicts">Verdicts</h2>
      {running.value ? (
        <p role="status">
          <progress value={done.length} max={all} aria-label="inputs that are done" /> {done.length} of {all},{' '}
          {timeLeft(done.length, all, running.value.started)}
        </p>
      ) : null}
      {done.length > 0 ? (
        <VerdictBar
          counts={tally(done.map(({ status, method }) => ({ status, ...(method ? { method } : {}) })))}
        />
      ) : null}
      {certificate.value ? (
        <p class="downloads">
          <button type="button" onClick={() => download('certificate.json', certificate.value!)}>
            Certificate
          </button>
          <button
            type="button"
            onClick={() => download('network.safetensors', model.value!.file as Uint8Array<ArrayBuffer>)}
          >
            Network that it is of
          </button>
          <button type="button" onClick={reports}>
            Report
          </button>
          <a href="#check">Check a proof</a>
        </p>
      ) : null}
      <Table
        caption="By input"
        head={['input', 'class', 'verdict', 'by', 'what else']}
        rows={done
          .toSorted((a, b) => a.index - b.index)
          .map(({ index, label, status, method, detail, taken }) => [
            `${index}`,
            `${label}`,
            <span
              key="status"
              class={`tone-${status === 'verified' ? 'proved' : status === 'falsified' ? 'broken' : 'open'}`}
            >
              {status}
            </span>,
            method ? stageTitle(method) : '',
            detail ??
              (taken === undefined
                ? ''
                : method === 'clean'
                  ? `taken for ${taken} as it is`
                  : `taken for ${taken} nearby`),
          ])}
      />
    </section>
  );
};
