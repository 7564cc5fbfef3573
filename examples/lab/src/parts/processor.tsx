import { asksForGpu, processors } from '../state/lab';
import { type RoleName, roles } from '../worker/role';
import type { Started } from '../worker/start-backend';

const tasks: { readonly [K in RoleName]: readonly string[] } = {
  quick: ['intervals'],
  lines: ['CROWN'],
  background: ['attacks', 'training'],
  search: ['searches'],
};
const list = new Intl.ListFormat('en');

const placeOf = ({ name, threads }: Started): string =>
  name === 'webgpu' ? 'WebGPU' : `WebAssembly in ${threads === 1 ? 'one thread' : `${threads} threads`}`;

/** Tasks of the workers that have started by what they compute on. */
function places(): string {
  const by = new Map<string, string[]>();
  for (const role of roles) {
    const found = processors.value[role];
    if (found) by.set(placeOf(found), [...(by.get(placeOf(found)) ?? []), ...tasks[role]]);
  }
  return [...by].map(([place, all]) => `${list.format(all)} on ${place}`).join('; ');
}

/** Why the GPU is not used where it was asked for, each reason once, with what it is not used for. */
function refusals(): string[] {
  const by = new Map<string, string[]>();
  for (const role of roles) {
    const reason = processors.value[role]?.refused;
    if (reason) by.set(reason, [...(by.get(reason) ?? []), ...tasks[role]]);
  }
  return [...by].map(([reason, all]) => `WebGPU is not used for ${list.format(all)}: ${reason}.`);
}

const hasGpu = () => typeof navigator !== 'undefined' && !!(navigator as { gpu?: unknown }).gpu;

/** Asks for another processor, by the query of the address: the state of the page stays. */
function ask(gpu: boolean): void {
  const next = new URL(location.href);
  if (gpu) next.searchParams.set('on', 'webgpu');
  else next.searchParams.delete('on');
  location.assign(next);
}

/** Says what computes, and why not on more; and lets one choose. */
export const Processor = () => {
  const gpu = asksForGpu();
  const isolated = globalThis.crossOriginIsolated === true;
  const missing = [
    ...(hasGpu() ? [] : ['This browser gives the page no WebGPU.']),
    ...(isolated
      ? []
      : [
          'Threads need shared memory, which this browser or this host does not give the page: each worker has one.',
        ]),
  ];
  return (
    <>
      <p>
        Everything is computed in this browser by the <code>@ibp</code> packages
        {places() ? `: ${places()}` : ''}. {missing.join(' ')}{' '}
        {missing.length > 0 ? 'Nothing is missing for that: WebAssembly finds every number.' : ''}
      </p>
      {gpu ? refusals().map((words) => <p key={words}>{words}</p>) : null}
      {gpu || hasGpu() ? (
        <p>
          <button type="button" onClick={() => ask(!gpu)}>
            {gpu ? 'Compute on WebAssembly alone' : 'Try WebGPU'}
          </button>{' '}
          {gpu
            ? ''
            : 'It is used where it passes the checks of precision and agrees with WebAssembly. The page loads anew for that.'}
        </p>
      ) : null}
    </>
  );
};
