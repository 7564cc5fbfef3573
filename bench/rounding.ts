/**
 * What it costs to pay for the rounding of float32: the bounds that verdicts rest on beside the form that losses take,
 * in time and in images proved. RUN is a folder that `npm start` trained the small network in.
 *
 *   npm run rounding --workspace bench -- RUN [--data embedded|full] [--examples 1000] [--epsilon 0.1] [--model small]
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { selectBackend } from '@ibp/backend';
import { classificationSpec, linfBall } from '@ibp/bounds';
import { batches, slice } from '@ibp/data';
import { embeddedDigits, mnist } from '@ibp/data/node';
import {
  type BoundMethod,
  compileBound,
  type Engine,
  forTraining,
  ibp,
  loadWeights,
  lower,
} from '@ibp/layers';
import { fileHandler } from '@ibp/layers/node';
import { type ModelName, models } from '@ibp/models';
import { onnxEngine } from '@ibp/onnx';
import { crownIbp } from '@ibp/relax';
import * as tf from '@tensorflow/tfjs-core';
import Table from 'cli-table3';
import { median } from './median';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    data: { type: 'string', default: 'embedded' },
    examples: { type: 'string', default: '1000' },
    epsilon: { type: 'string', default: '0.1' },
    model: { type: 'string', default: 'small' },
  },
});
const [run] = positionals;
if (!run) throw new Error('rounding: expected the folder of a run, got none');
const epsilon = Number(values.epsilon);
const backend = await selectBackend();
const { test } = values.data === 'embedded' ? await embeddedDigits() : await mnist();
const network = models[values.model as ModelName]({ inputShape: test.shape, classes: test.classes });
await loadWeights(network, fileHandler(resolve(process.env.INIT_CWD ?? '.', run, 'weights/model.json')));

type Timed = { readonly milliseconds: number[]; readonly margins: number[] };

/** The margins of one batch by one method, as they come. */
type Bound = (x: tf.Tensor, labels: Int32Array) => Promise<ArrayLike<number>>;

const given = (x: tf.Tensor, labels: Int32Array) => ({
  box: linfBall(x, epsilon),
  spec: classificationSpec(labels, test.classes),
});

const eager =
  (method: BoundMethod): Bound =>
  (x, labels) => {
    const margins = tf.tidy(() => {
      const { box, spec } = given(x, labels);
      return method(lower(network), box, spec);
    });
    return margins.data().finally(() => margins.dispose());
  };

const compiled = (engine: Engine, method: BoundMethod): Bound => {
  const { bound } = compileBound(engine, network, method);
  return async (x, labels) => {
    const { box, spec } = tf.tidy(() => given(x, labels));
    const margins = await bound(box, spec);
    tf.dispose([box, spec]);
    return margins;
  };
};

/** Both forms on every batch in turn: other work on the machine hits them alike. */
async function measure(forms: readonly [Bound, Bound]): Promise<[Timed, Timed]> {
  const found: [Timed, Timed] = [
    { milliseconds: [], margins: [] },
    { milliseconds: [], margins: [] },
  ];
  const some = slice(test, 0, Math.min(test.count, Number(values.examples)));
  for (const { x, labels } of batches(some, 100)) {
    for (const [i, form] of forms.entries()) {
      const start = process.cpuUsage();
      const margins = await form(x, Int32Array.from(labels as ArrayLike<number>));
      const { user, system } = process.cpuUsage(start);
      found[i]!.milliseconds.push((user + system) / 1000);
      found[i]!.margins.push(...Array.from(margins));
    }
    x.dispose();
  }
  return found;
}

/** Of examples with `classes - 1` margins each. */
const proved = ({ margins }: Timed): number => {
  const rows = test.classes - 1;
  return Array.from({ length: margins.length / rows }, (_, i) =>
    margins.slice(i * rows, (i + 1) * rows).every((margin) => margin < 0),
  ).filter(Boolean).length;
};

const engine = await onnxEngine({ threads: 1 });
const table = new Table({
  head: [
    'bound',
    'on',
    'CPU ms a batch of 100',
    'without',
    'ratio',
    'proved',
    'without',
    'margins wider by at most',
  ],
  style: { head: [], border: [] },
});
for (const [name, method] of [
  ['ibp', ibp()],
  ['crownIbp', crownIbp()],
] as const) {
  for (const on of [backend.name, 'onnxruntime']) {
    const form = (m: BoundMethod) => (on === 'onnxruntime' ? compiled(engine, m) : eager(m));
    const [sound, plain] = await measure([form(method), form(forTraining(method))]);
    // the first batch compiles, or warms up
    const [a, b] = [sound, plain].map(({ milliseconds }) => median(milliseconds.slice(1)));
    const wider = Math.max(...sound.margins.map((margin, i) => margin - plain.margins[i]!));
    table.push([
      ...[name, on, a!.toFixed(1), b!.toFixed(1), (a! / b!).toFixed(2)],
      ...[proved(sound), proved(plain), wider.toExponential(1)],
    ]);
  }
}
console.log(table.toString());
