import type { Answer, Request } from './highs-request';

/** A module of HiGHS, and how much memory it has by now. */
export type Loaded = { readonly highs: object; readonly bytes: () => number };

export const loadHighs: (
  factory: (options: never) => Promise<object>,
  instantiate: (imports: WebAssembly.Imports) => Promise<WebAssembly.WebAssemblyInstantiatedSource>,
) => Promise<Loaded>;

export const answering: (
  load: () => Promise<Loaded>,
  cpu?: () => number | undefined,
) => (request: Request) => Promise<Answer>;
