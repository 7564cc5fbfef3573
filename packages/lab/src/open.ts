import { spawn } from 'node:child_process';

/** What opens an address on each system; the last is for all others. */
const openers: { readonly [platform: string]: readonly [string, ...string[]] } = {
  darwin: ['open'],
  // no shell, which would read `&`
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};

/** Opens an address in the browser of this machine, where there is one: nothing happens where there is none. */
export function openInBrowser(url: string): void {
  const [command, ...flags] = openers[process.platform] ?? ['xdg-open'];
  const child = spawn(command, [...flags, url], { stdio: 'ignore', detached: true, env: process.env });
  child.on('error', () => undefined);
  child.unref();
}
