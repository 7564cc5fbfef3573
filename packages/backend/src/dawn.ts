import { importable } from './package-folder';

/** What is used of the npm package `webgpu`. */
type Dawn = {
  readonly create: (options: readonly string[]) => object;
  readonly globals: { readonly [name: string]: unknown };
};

/** What has `setImmediate`, `navigator` and the rest: `globalThis`. */
type Realm = { setImmediate: (...args: never[]) => unknown };

// Symbol.for: the ES module and the CommonJS copy of this package must see each other's
const TICK = Symbol.for('@ibp/backend.dawnTick');
type Ticking = { [TICK]?: () => boolean };

/**
 * What lets Dawn do what it has to do, at once instead of when the process comes to it; false where it has nothing to do.
 * Undefined where there is no Dawn.
 */
export const dawnTick = (): (() => boolean) | undefined => (globalThis as Ticking)[TICK];

/**
 * Gives Node what browsers have, `navigator.gpu`, from Dawn, the WebGPU of Chromium (the npm package `webgpu`). It asks
 * for its turns by `setImmediate`: what is to run then is kept, for those who cannot wait for it.
 *
 * @param realm that in which Dawn was loaded: in tests it may be another.
 */
export function useDawn({ create, globals }: Dawn, realm = globalThis as unknown as Realm): void {
  for (const [name, value] of Object.entries(globals)) if (!(name in globalThis)) define(name, value);
  const waiting = new Set<() => void>();
  const { setImmediate } = realm;
  const keepTurns = (...args: never[]): unknown => {
    const [turn] = args as unknown as [() => void];
    if (!isNative(turn)) return setImmediate(...args);
    const once = () => {
      if (waiting.delete(once)) turn();
    };
    waiting.add(once);
    return setImmediate(once as never);
  };
  realm.setImmediate = Object.assign(keepTurns, setImmediate);
  define(TICK, () => {
    const turns = [...waiting];
    for (const turn of turns) turn();
    return turns.length > 0;
  });
  const gpu = { value: create([]), configurable: true };
  const { navigator } = globalThis as { navigator?: object };
  if (navigator) Object.defineProperty(navigator, 'gpu', gpu);
  else define('navigator', Object.defineProperty({}, 'gpu', gpu));
}

/** A function of an addon, which Dawn's are: those made by `bind` look alike, and have a name. */
const isNative = (turn: () => void): boolean => turn.name === '' && /\[native code\]/.test(String(turn));

const define = (name: string | symbol, value: unknown): void => {
  Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
};

/** Starts Dawn in Node, where there is no `navigator.gpu` yet; its package, or what the variable IBP_DAWN names. */
export async function startDawn(): Promise<void> {
  const { navigator } = globalThis as { navigator?: { gpu?: object } };
  if (navigator?.gpu || typeof process === 'undefined' || !process.versions?.node) return;
  // a variable, and ignored: see select-backend.ts
  const specifier = await importable('webgpu', 'IBP_DAWN');
  useDawn(await import(/* webpackIgnore: true */ /* @vite-ignore */ specifier));
}
