import { existsSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type TestServer = {
  /** Address ending in `/`. */
  readonly url: string;
  /** The requests so far: path and range asked for. */
  readonly requests: { readonly path: string; readonly range: string | undefined }[];
  readonly close: () => Promise<void>;
};

export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A real HTTP server on this machine, for tests alone. */
export async function testServer(answer: Answer): Promise<TestServer> {
  const requests: TestServer['requests'] = [];
  const server = createServer((request, response) => {
    requests.push({ path: request.url ?? '', range: request.headers.range });
    answer(request, response);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${port}/`, requests, close };
}

/** Serves files by name, honouring ranges as a good server does. */
export function serve(files: Readonly<Record<string, Uint8Array>>): Answer {
  return (request, response) => {
    const content = files[(request.url ?? '').slice(1)];
    if (!content) {
      response.writeHead(404).end();
      return;
    }
    const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
    if (start >= content.length) {
      response.writeHead(416, { 'content-range': `bytes */${content.length}` }).end();
      return;
    }
    const rest = content.subarray(start);
    const headers = { 'content-length': rest.length };
    const range = { 'content-range': `bytes ${start}-${content.length - 1}/${content.length}` };
    response.writeHead(start > 0 ? 206 : 200, start > 0 ? { ...headers, ...range } : headers).end(rest);
  };
}

/**
 * Sends the first `length` bytes of the whole file, whatever range was asked for, and breaks the connection
 * once the client has them on disk, in `part`.
 */
export function breakAfter(content: Uint8Array, length: number, part: string): Answer {
  return (_request, response) => {
    response.writeHead(200, { 'content-length': content.length });
    response.write(content.subarray(0, length));
    const timer = setInterval(() => {
      if (existsSync(part) && statSync(part).size >= length) response.destroy();
    }, 5);
    response.on('close', () => clearInterval(timer));
  };
}
