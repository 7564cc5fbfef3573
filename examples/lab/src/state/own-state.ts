import { computed, signal } from '@preact/signals';
import type { OwnVerdict, TakenNetwork } from '../worker/own-model';
import { hasEnd, messageOf, readFiles } from './files';
import { type OwnInputs, readInputs } from './inputs';
import { background } from './lab';
import { isAbort } from './latest';
import { change, route } from './route';
import { loadDigits, networkAddress } from './shipped';

/** The most inputs of one run of the page. */
const mostInputs = 1000;

export const model = signal<(TakenNetwork & { readonly title: string }) | undefined>(undefined);
export const inputs = signal<OwnInputs & { readonly title: string }>({ inputs: [], title: '' });
export const error = signal<string | undefined>(undefined);
export const verdicts = signal<readonly OwnVerdict[]>([]);
export const running = signal<{ readonly started: number; readonly stop: () => void } | undefined>(undefined);
export const certificate = signal<string | undefined>(undefined);

/** What is asked, as the address has it: a link brings the question, never the model. */
export const asked = computed(() => {
  const { params } = route.value;
  const number = (name: string, otherwise: number) => {
    const value = Number(params.get(name) ?? otherwise);
    return Number.isFinite(value) ? value : otherwise;
  };
  return {
    epsilon: number('eps', 0.02),
    range: [number('least', 0), number('most', 1)] as const,
    budget: number('budget', 10),
  };
});
export const ask = (name: 'eps' | 'least' | 'most' | 'budget', value: string) =>
  change({ [name]: value }, false);

const forget = () => {
  running.value?.stop();
  verdicts.value = [];
  certificate.value = undefined;
};

const modelEnds = ['.onnx', '.onnx.gz', '.safetensors', '.json', '.bin'];
const isModel = ({ name }: File) =>
  hasEnd(name, ...modelEnds) || /\.(bin|shard)/.test(name) || !name.includes('.');

/** Takes what was dropped: a model, inputs, or both. What does not fit changes nothing of what is there. */
export async function take(files: readonly File[]): Promise<void> {
  error.value = undefined;
  try {
    const [own, others] = [files.filter(isModel), files.filter((file) => !isModel(file))];
    if (own.length > 0) {
      const taken = await background().takeNetwork(await readFiles(own));
      forget();
      const title =
        own.find(({ name }) => hasEnd(name, '.json', '.onnx', '.safetensors'))?.name ?? own[0]!.name;
      model.value = { ...taken, title };
      // inputs of another shape belong to another model
      const size = taken.inputShape.reduce((a, b) => a * b, 1);
      if (inputs.peek().inputs[0]?.length !== size) inputs.value = { inputs: [], title: '' };
    }
    if (others.length === 0) return;
    if (!model.value) throw new Error('expected a model first: what inputs are depends on it');
    await readFiles(others); // the limit of their size
    const read = await readInputs(others, model.value.inputShape);
    if (read.inputs.length > mostInputs) {
      throw new Error(
        `expected at most ${mostInputs} inputs, got ${read.inputs.length}: the command \`ibp certify\` takes more`,
      );
    }
    forget();
    inputs.value = { ...read, title: others.map(({ name }) => name).join(', ') };
  } catch (reason) {
    error.value = messageOf(reason);
  }
}

/** Takes the certified network of the page and its digits, for who has no model at hand. */
export async function takeExample(): Promise<void> {
  try {
    const answer = await fetch(networkAddress.certified);
    if (!answer.ok) throw new Error(`the network could not be loaded: the host answered ${answer.status}`);
    await take([new File([await answer.blob()], 'certified.safetensors')]);
    const digits = await loadDigits();
    inputs.value = {
      inputs: digits.map(({ x }) => x),
      labels: digits.map(({ label }) => label),
      title: 'digits of the lab',
    };
    ask('eps', '0.1');
  } catch (reason) {
    error.value = messageOf(reason);
  }
}

/** Certifies all inputs, one verdict after the other. */
export async function run(): Promise<void> {
  forget();
  error.value = undefined;
  const { epsilon, range, budget } = asked.peek();
  const { inputs: own, labels } = inputs.peek();
  const controller = new AbortController();
  const mine = { started: performance.now(), stop: () => controller.abort() };
  running.value = mine;
  try {
    const questions = {
      ...{ network: model.peek()!.name, inputs: own, epsilon, range, budget },
      ...(labels ? { labels } : {}),
    };
    certificate.value = await background().certifyOwn(questions, {
      signal: controller.signal,
      onEvent: (verdict: OwnVerdict) => {
        if (running.peek() === mine) verdicts.value = [...verdicts.peek(), verdict];
      },
    });
  } catch (reason) {
    if (!isAbort(reason)) error.value = messageOf(reason);
  } finally {
    if (running.peek() === mine) running.value = undefined;
  }
}
