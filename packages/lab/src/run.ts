/** A network that the page opens in "Your model", and what is asked of it. */
export type LabRun = {
  /** What the page calls it. */
  readonly title: string;
  /** The file of a plain network, as `encodePlainNetwork` of `@ibp/exact` writes it. */
  readonly network: Uint8Array;
  /** How it was trained: names and values, shown as a table. */
  readonly recipe?: { readonly [name: string]: unknown };
  /** Inputs as a table: a row of names, of which `label` is the classes, and a row for each input. */
  readonly inputs?: string;
  /** Radius in the units of the inputs; that of the page unless given. */
  readonly epsilon?: number;
  /** The least and the greatest valid value of an input; that of the page unless given. */
  readonly range?: readonly [number, number];
};

/** What the page is served of a run, by address. */
export function filesOf({ title, network, recipe, inputs }: LabRun): ReadonlyMap<string, Uint8Array> {
  const text = (value: string) => new TextEncoder().encode(value);
  const about = { title, ...(recipe ? { recipe } : {}), inputs: inputs !== undefined };
  return new Map([
    ['/run/run.json', text(JSON.stringify(about))],
    ['/run/network.safetensors', network],
    ...(inputs === undefined ? [] : [['/run/inputs.csv', text(inputs)] as const]),
  ]);
}

/** The state of the page that shows it. */
export function stateOf({ epsilon, range }: LabRun): string {
  const params = new URLSearchParams({ run: 'served' });
  if (epsilon !== undefined) params.set('eps', String(epsilon));
  if (range) {
    params.set('least', String(range[0]));
    params.set('most', String(range[1]));
  }
  return `#model?${params}`;
}
