import { signal } from '@preact/signals';

/** The pages, as the address names them. */
export const pageNames = ['attack', 'training', 'layers', 'model', 'check', 'learn'] as const;
export type PageName = (typeof pageNames)[number];

/** Where the page is: all that a link to it must say. */
export type Route = { readonly page: PageName; readonly params: ReadonlyMap<string, string> };

/** Reads what follows the `#` of an address: `attack?digit=7&eps=0.1`. What is not known is the first page. */
export function parseRoute(hash: string): Route {
  const [name = '', query = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  const page = pageNames.find((known) => known === name) ?? 'attack';
  return { page, params: new Map(new URLSearchParams(query)) };
}

/** The other way round. */
export function hashOf(page: PageName, params: Iterable<readonly [string, string]> = []): string {
  const query = new URLSearchParams([...params].map(([name, value]) => [name, value])).toString();
  return `#${page}${query ? `?${query}` : ''}`;
}

export const route = signal<Route>(parseRoute(typeof location === 'undefined' ? '' : location.hash));

/** Milliseconds between two changes of the address: browsers refuse those that come as often as a slider moves. */
const pace = 300;
let written = Number.NEGATIVE_INFINITY;
let waiting: { readonly hash: string; readonly timer: ReturnType<typeof setTimeout> } | undefined;

function write(hash: string): void {
  written = performance.now();
  history.replaceState(null, '', hash);
}

/** Has the address say what waits to be said in it. */
function catchUp(): void {
  if (!waiting) return;
  clearTimeout(waiting.timer);
  const { hash } = waiting;
  waiting = undefined;
  write(hash);
}

/**
 * Goes to a state of a page. `push`: as a step that the back button takes back; otherwise the address alone follows, as when a
 * slider moves, a moment later where it has just changed.
 */
export function go(page: PageName, params: Iterable<readonly [string, string]> = [], push = true): void {
  const hash = hashOf(page, params);
  if (hash === (waiting?.hash ?? location.hash)) return;
  if (push) {
    catchUp();
    history.pushState(null, '', hash);
  } else {
    if (waiting) clearTimeout(waiting.timer);
    waiting = { hash, timer: setTimeout(catchUp, Math.max(0, written + pace - performance.now())) };
    if (performance.now() >= written + pace) catchUp();
  }
  route.value = parseRoute(hash);
}

/** Changes some parameters of the page that is shown; undefined takes one away. */
export function change(changes: { readonly [name: string]: string | undefined }, push = true): void {
  const { page, params } = route.value;
  const next = new Map(params);
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) next.delete(name);
    else next.set(name, value);
  }
  go(page, next, push);
}

/** Has the page follow the address: back, forward, links and what somebody types. */
export function followAddress(): void {
  const follow = () => {
    if (waiting) clearTimeout(waiting.timer);
    waiting = undefined;
    route.value = parseRoute(location.hash);
  };
  addEventListener('popstate', follow);
  addEventListener('hashchange', follow);
  addEventListener('pagehide', catchUp);
}
