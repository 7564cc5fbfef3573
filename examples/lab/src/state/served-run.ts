import { effect, signal } from '@preact/signals';
import { error, model, take } from './own-state';
import { route } from './route';

/** How the network of a run was trained, and which network of the page that is. */
export const recipe = signal<
  { readonly of: string; readonly fields: { readonly [name: string]: unknown } } | undefined
>(undefined);

type About = {
  readonly title: string;
  readonly recipe?: { readonly [name: string]: unknown };
  readonly inputs: boolean;
};

async function fetched(name: string): Promise<Response> {
  const answer = await fetch(new URL(`run/${name}`, document.baseURI));
  if (!answer.ok) {
    throw new Error(
      'this address is of a run that `ibp lab` served, and this host serves none: drop its network here',
    );
  }
  return answer;
}

/** Opens the run that the host of the page serves. */
async function open(): Promise<void> {
  try {
    const about: About = await (await fetched('run.json')).json();
    const file = async (from: string, name: string) => new File([await (await fetched(from)).blob()], name);
    const files = [await file('network.safetensors', `${about.title}.safetensors`)];
    if (about.inputs) files.push(await file('inputs.csv', 'test images.csv'));
    await take(files);
    const taken = model.peek();
    if (taken && about.recipe) recipe.value = { of: taken.name, fields: about.recipe };
  } catch (reason) {
    error.value = reason instanceof Error ? reason.message : String(reason);
  }
}

/** Opens the run as soon as the address asks for it, once: what is dropped later stays. */
export function openServedRun(): void {
  let opened = false;
  effect(() => {
    const { page, params } = route.value;
    if (opened || page !== 'model' || params.get('run') !== 'served') return;
    opened = true;
    void open();
  });
}
