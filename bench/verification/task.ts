/** What a method's time is divided by. */
export type Unit = 'image' | 'image step' | 'node' | 'query';

type MethodOfBench = {
  readonly unit: Unit;
  /** Images that one call is given: few where one takes long. */
  readonly images: number;
  /**
   * Its values are bounds of the images' specifications. Engines must agree on those in closed form; an optimiser may
   * part from small differences.
   */
  readonly bounds?: 'closed form' | 'optimised';
  /** Measured only when asked for by name: minutes a call. */
  readonly slow?: boolean;
};

export const methods = {
  ibp: { unit: 'image', images: 128, bounds: 'closed form' },
  'crown-ibp': { unit: 'image', images: 32, bounds: 'closed form' },
  crown: { unit: 'image', images: 8, bounds: 'closed form' },
  'fast-lin': { unit: 'image', images: 8, bounds: 'closed form' },
  'alpha-crown': { unit: 'image', images: 4, bounds: 'optimised' },
  zonotope: { unit: 'image', images: 1, bounds: 'closed form' },
  forward: { unit: 'image', images: 1, bounds: 'closed form' },
  pgd: { unit: 'image step', images: 128 },
  'branch-and-bound': { unit: 'node', images: 1 },
  lp: { unit: 'query', images: 1 },
  mip: { unit: 'query', images: 1, slow: true },
} as const satisfies { readonly [method: string]: MethodOfBench };

export type Method = keyof typeof methods;
export const methodsOfBench: { readonly [K in Method]: MethodOfBench } = methods;

/** What the runners measure with: the same for every engine. */
export type VerificationWorkload = {
  readonly model: string;
  readonly inputShape: readonly [number, number, number];
  readonly threads: number;
  readonly width: 1;
  /** A safetensors file: the weights by name, `bench/x` `[images, ...inputShape]`, and lists of images (`Subjects`). */
  readonly file: string;
  readonly epsilon: number;
  /** Of the training that makes the file. */
  readonly trainingSteps: number;
  /** By how much the numbers of images are divided: 1, more for large models. */
  readonly fewer: number;
  /** The most images of a call. */
  readonly most?: number;
  readonly alphaSteps: number;
  readonly pgdSteps: number;
  /** The most parts that a search bounds. */
  readonly nodes: number;
  /** Seconds for a problem. */
  readonly timeLimit: number;
};

type ModelOfVerification = { readonly trainingSteps: number; readonly fewer: number };

export const modelsOfVerification: { readonly [model: string]: ModelOfVerification } = {
  small: { trainingSteps: 300, fewer: 1 },
  medium: { trainingSteps: 100, fewer: 16 },
};

export const EPSILON = 0.1;
export const CLASSES = 10;

/** @throws for a model that there are no settings for. */
export function verificationWorkload(
  model: string,
  { quick, ...more }: VerificationSettings,
): VerificationWorkload {
  const settings = modelsOfVerification[model];
  if (!settings) throw new Error(`expected ${Object.keys(modelsOfVerification).join(', ')}, got ${model}`);
  const { trainingSteps, fewer } = settings;
  return {
    model,
    inputShape: [28, 28, 1],
    width: 1,
    epsilon: EPSILON,
    trainingSteps: quick ? trainingSteps / 2 : trainingSteps,
    fewer: quick ? 8 * fewer : fewer,
    alphaSteps: 20,
    pgdSteps: 40,
    nodes: quick ? 60 : 150,
    timeLimit: 120,
    ...more,
  };
}

export type VerificationSettings = Pick<VerificationWorkload, 'file' | 'threads' | 'most'> & {
  /** Less of everything: to see that it runs. */
  readonly quick?: boolean;
};

/** As many images of each method as {@link imagesOf} says, for runners in other languages. */
export const imagesOfAll = (workload: Pick<VerificationWorkload, 'fewer' | 'most'>) =>
  Object.fromEntries((Object.keys(methods) as Method[]).map((name) => [name, imagesOf(name, workload)]));

export const imagesOf = (
  method: Method,
  { fewer, most = Number.POSITIVE_INFINITY }: Pick<VerificationWorkload, 'fewer' | 'most'>,
): number => Math.min(most, Math.max(1, Math.round(methods[method].images / fewer)));

/** Which images of the file there is something to learn from: indices into it. */
export type Subjects = {
  /** Proved by CROWN-IBP: no attack ends early. */
  readonly proved: readonly number[];
  /** Classified right, neither proved nor broken by PGD, hardest first: work for complete methods. */
  readonly open: readonly number[];
};

/** What the trained network is like, on the images of the file. */
export type Description = {
  readonly images: number;
  readonly cleanError: number;
  /** Of 1: images that CROWN-IBP proves, and that are open after PGD. */
  readonly proved: number;
  readonly open: number;
  /** Of 1: ReLUs whose interval bounds at epsilon lie on both sides of 0. */
  readonly unstable: number;
};

/** A runner's answer to a method, one line of JSON; `error` where the method failed. */
export type VerificationAnswer =
  | { readonly error: string }
  | {
      readonly milliseconds: number;
      /** Units done: what milliseconds are divided by. */
      readonly count: number;
      /** Bounds, image by image. */
      readonly values: readonly (number | null)[];
    };

export const methodsByDefault = (Object.keys(methods) as Method[]).filter(
  (name) => !methodsOfBench[name].slow,
);
