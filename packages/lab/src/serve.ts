import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import sirv from 'sirv';
import { labFolder, pageIn } from './folder';
import { filesOf, type LabRun, stateOf } from './run';

/** Options of `serveLab`. */
export type LabOptions = {
  /** A free one unless given. */
  readonly port?: number;
  /** What "Your model" opens with; nothing unless given. */
  readonly run?: LabRun;
  /** Another folder of a page than `labFolder()`. */
  readonly folder?: string;
};

/** A page that is served: where, and what ends it. */
export type ServedLab = { readonly url: string; readonly close: () => Promise<void> };

/** What lets a page have threads, and keeps other pages from reading what it is given. */
const headers = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-resource-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
};

/**
 * Serves the page to this machine alone, until it is closed: what is in its folder as it begins, the files of the run, and nothing else.
 *
 * @throws where the page is not there, or the port is taken.
 */
export async function serveLab({ port = 0, run, folder }: LabOptions = {}): Promise<ServedLab> {
  const files = run ? filesOf(run) : new Map<string, Uint8Array>();
  const refuse = (response: ServerResponse, status: number) => response.writeHead(status, headers).end();
  // what is not in the folder now has no address
  const page = sirv(folder === undefined ? labFolder() : pageIn(folder), {
    setHeaders: (response) => response.setHeaders(new Map(Object.entries(headers))),
    onNoMatch: (_, response) => refuse(response, 404),
  });
  const server = createServer((request, response) => {
    // a name of another host that leads here: a page of that host would read what it may not
    if (!hosts().includes(request.headers.host ?? '')) return refuse(response, 403);
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, 405);
    const bytes = files.get(request.url!.split('?', 1)[0]!);
    if (!bytes) return page(request, response);
    response.writeHead(200, { ...headers, 'content-length': bytes.byteLength }).end(bytes);
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const { port: taken } = server.address() as AddressInfo;
  const hosts = () => [`127.0.0.1:${taken}`, `localhost:${taken}`];
  return {
    url: `http://127.0.0.1:${taken}/${run ? stateOf(run) : ''}`,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
