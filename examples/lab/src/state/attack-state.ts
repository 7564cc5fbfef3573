import { batch, computed, effect, signal } from '@preact/signals';
import type { LogitBounds } from '../worker/bounds';
import type { MethodName } from '../worker/methods';
import { drawingOf } from './drawing';
import { background, lab, lines } from './lab';
import { isAbort, latest } from './latest';
import { route } from './route';
import { type Digit, loadDigits, type NetworkName, networkAddress, networkNames, side } from './shipped';

/** What is asked of both networks: an image, the class that is to be kept where it is known, the radius, and when that was. */
export type Asked = {
  readonly x: Float32Array;
  readonly label?: number;
  readonly epsilon: number;
  readonly since: number;
};

/** What is known of one network, each part as soon as it is. */
export type Findings = {
  readonly about: Asked;
  /** The class that is to be kept: that of the digit, or of a drawing what the network takes it for. */
  readonly label: number;
  readonly logits: Float32Array;
  readonly taken: number;
  readonly hash: string;
  readonly bounds: { readonly [K in MethodName]?: LogitBounds };
  readonly attack?: { readonly margin: number; readonly witness?: Float32Array; readonly taken?: number };
  /** What a search came to, by what, and the image that it found where it broke the network. */
  readonly settled?: {
    readonly status: 'verified' | 'falsified';
    readonly method: string;
    readonly witness?: Float32Array;
    readonly taken?: number;
  };
};

/** How far an image may be moved: certified by CROWN, and broken by the attack. */
export type Radii = { readonly certified: number; readonly falsified: number };

export const digits = signal<readonly Digit[]>([]);
export const failure = signal<string | undefined>(undefined);
export const findings = signal<{ readonly [K in NetworkName]?: Findings }>({});
export const radii = signal<{ readonly [K in NetworkName]?: Radii }>({});
/** Milliseconds from a move of the slider to the bounds that answer it, by method. */
export const answerTimes = signal<{ readonly [K in MethodName]?: number }>({});

const number = (
  text: string | undefined,
  { least, most, otherwise }: { readonly [name: string]: number },
) => {
  const value = Number(text);
  return text !== undefined && value >= least! && value <= most! ? value : otherwise!;
};

/** The digit that the page begins with: the networks differ on it. */
export const firstDigit = 9;
export const mostEpsilon = 0.3;

export const chosen = computed(() => {
  const { page, params } = route.value;
  const drawing = params.get('drawn');
  return {
    shown: page === 'attack',
    network: networkNames.find((name) => name === params.get('net')) ?? 'certified',
    epsilon: number(params.get('eps'), { least: 0, most: mostEpsilon, otherwise: 0.1 }),
    digit: Math.floor(number(params.get('digit'), { least: 0, most: 29, otherwise: firstDigit })),
    drawn: drawing === undefined ? undefined : drawingOf(drawing, side * side),
  };
});

// by parts that change alone, so that a network that is chosen is not a new image
const image = computed(() => {
  const { drawn, digit } = chosen.value;
  if (drawn) return { x: drawn, key: route.value.params.get('drawn')! };
  const found = digits.value[digit];
  return found && { ...found, key: `${digit}` };
});
const imageKey = computed(() => image.value?.key);

/** The image of the page, with its class where it is one of the gallery. */
export const shownImage = computed<{ x: Float32Array; label?: number } | undefined>(() => {
  void imageKey.value;
  return image.peek();
});

const keep = (name: NetworkName, more: Partial<Findings>, about: Asked) => {
  const known = findings.peek()[name];
  // of another question by now
  if (known?.about !== about) return;
  findings.value = { ...findings.peek(), [name]: { ...known, ...more } };
};

/** Keeps what a search came to. */
export const keepSettled = (name: NetworkName, about: Asked, settled: NonNullable<Findings['settled']>) =>
  keep(name, { settled }, about);

const questionOf = (name: NetworkName, { x, epsilon }: Asked) => ({
  ...{ network: networkAddress[name], x, epsilon },
  label: findings.peek()[name]!.label,
});

async function bound(name: NetworkName, method: 'crown' | 'alpha-crown', about: Asked, signal: AbortSignal) {
  const by = method === 'alpha-crown' ? background() : lines();
  const question = questionOf(name, about);
  const found = await by.bounds({ ...question, method }, { signal });
  const known = findings.peek()[name]!;
  // of the same image those of a moment ago are of use too: they say of which radius they are
  if (known.about.x !== about.x || known.label !== question.label) return;
  keep(name, { bounds: { ...known.bounds, [method]: found } }, known.about);
}

/** The network that is shown first. */
const inOrder = () => networkNames.toSorted((a) => (a === chosen.peek().network ? -1 : 1));

/** Intervals, which come while a slider moves. */
async function intervals(about: Asked, signal: AbortSignal): Promise<void> {
  const order = inOrder();
  for (const name of order) {
    const { x, epsilon, label: own } = about;
    const question = {
      network: networkAddress[name],
      x,
      epsilon,
      ...(own === undefined ? {} : { label: own }),
    };
    const { bounds: ibp, ...found } = await lab().look(question, { signal });
    const old = findings.peek()[name];
    // of the same image what is tighter stays until its successor is there
    const bounds = old && old.about.x === x ? { ...old.bounds, ibp } : { ibp };
    findings.value = { ...findings.peek(), [name]: { about, ...found, bounds } };
    if (name === order[0]) note('ibp', about);
  }
}

/** Notes how long an answer took, once it is drawn. */
const note = (method: MethodName, { since }: Asked) =>
  requestAnimationFrame(() =>
    setTimeout(() => {
      answerTimes.value = { ...answerTimes.peek(), [method]: performance.now() - since };
    }),
  );

/** What takes longer, and waits until the slider rests. */
async function slow(about: Asked, signal: AbortSignal): Promise<void> {
  const names = networkNames.toSorted((a) => (a === chosen.peek().network ? -1 : 1));
  for (const name of names) {
    await bound(name, 'alpha-crown', about, signal);
    keep(name, { attack: await background().attack(questionOf(name, about), { signal }) }, about);
  }
  for (const name of names) {
    if (radii.peek()[name]) continue;
    const found = await background().radius(questionOf(name, about), { signal });
    radii.value = { ...radii.peek(), [name]: found };
  }
}

const fail = (error: unknown) => {
  if (!isAbort(error)) failure.value = error instanceof Error ? error.message : String(error);
};

/** Begins to answer, and goes on as the address changes. */
export function startAnswering(): void {
  loadDigits().then((all) => {
    digits.value = all;
  }, fail);
  lab().backend(undefined).catch(fail);
  let later: AbortController | undefined;
  const passes = latest(async (about: Asked, stop) => {
    try {
      const order = inOrder();
      for (const name of order) {
        if (passes.isOvertaken()) return;
        await bound(name, 'crown', about, stop);
        if (name === order[0]) note('crown', about);
      }
    } catch (error) {
      return fail(error);
    }
    // a move of the slider since then
    if (findings.peek()[chosen.peek().network]?.about !== about) return;
    later = new AbortController();
    slow(about, later.signal).catch(fail);
  });
  const answers = latest(async (about: Asked, stop) => {
    try {
      await intervals(about, stop);
      passes.ask(about);
    } catch (error) {
      fail(error);
    }
  });
  let lastImage: unknown;
  effect(() => {
    const found = shownImage.value;
    const { epsilon, shown } = chosen.value;
    if (!found || !shown) return;
    later?.abort();
    const isNew = found !== lastImage;
    lastImage = found;
    batch(() => {
      failure.value = undefined;
      if (isNew) radii.value = {};
    });
    answers.ask({ ...found, epsilon, since: performance.now() });
  });
}
