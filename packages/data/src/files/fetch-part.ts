import { open, stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';

/** How far a download is; `total` is missing when the server does not say. */
export type Progress = { readonly file: string; readonly received: number; readonly total?: number };

export type FetchOptions = {
  readonly file: string;
  readonly onProgress?: (progress: Progress) => void;
  /** Gives up when nothing arrived for so long. */
  readonly idleMilliseconds: number;
  /** Gives up when the file has more bytes. */
  readonly maxBytes: number;
  readonly signal?: AbortSignal;
};

/** A file that is larger than it may be: no retry will change it, and what has arrived is of no use. */
export class SizeError extends Error {
  constructor(url: string, maxBytes: number, got: number) {
    super(`${url}: expected at most ${maxBytes} bytes, got ${got}`);
    this.name = 'SizeError';
  }
}

/** An answer that no retry will change; `status` 416 says that the part is at least as long as the file. */
export class HttpError extends Error {
  constructor(
    url: string,
    readonly status: number,
    readonly retryable: boolean,
  ) {
    super(`${url} answered ${status}`);
    this.name = 'HttpError';
  }
}

/**
 * Fetches `url` into the file `part`, going on from what is there already; a server that ignores the range
 * makes it start afresh.
 * @throws HttpError on an answer other than success, SizeError on a file that is too large, an error naming the part on one
 * that does not fit on the disk, else whatever broke the connection
 */
export async function fetchPart(url: string, part: string, options: FetchOptions): Promise<void> {
  const { onProgress, maxBytes } = options;
  const idle = idleSignal(options);
  try {
    const have = await sizeOf(part);
    const response = await fetch(url, {
      headers: have > 0 ? { range: `bytes=${have}-` } : {},
      signal: idle.signal,
    });
    if (!response.ok || !response.body) {
      await response.body?.cancel();
      throw new HttpError(url, response.status, response.status >= 500 || response.status === 429);
    }
    const resumed = response.status === 206 && startOf(response) === have;
    if (response.status === 206 && !resumed) {
      await response.body.cancel();
      throw new HttpError(url, 416, false);
    }
    let received = resumed ? have : 0;
    const length = Number(response.headers.get('content-length') ?? Number.NaN);
    const total = Number.isFinite(length) ? { total: received + length } : {};
    if ((total.total ?? 0) > maxBytes) {
      await response.body.cancel();
      throw new SizeError(url, maxBytes, total.total!);
    }
    const count = async function* (chunks: AsyncIterable<Uint8Array>) {
      for await (const chunk of chunks) {
        idle.refresh();
        received += chunk.length;
        if (received > maxBytes) throw new SizeError(url, maxBytes, received);
        onProgress?.({ file: options.file, received, ...total });
        yield chunk;
      }
    };
    const body = Readable.fromWeb(response.body as ReadableStream<Uint8Array>);
    const file = await open(part, resumed ? 'a' : 'w');
    await pipeline(body, count, file.createWriteStream()).catch((error) => {
      if (error.code !== 'ENOSPC') throw error;
      const more = total.total === undefined ? '' : ` for ${total.total - (resumed ? have : 0)} bytes`;
      throw Object.assign(new Error(`expected room${more} in ${part}, got ${error.message}`), {
        code: 'ENOSPC',
      });
    });
  } finally {
    idle.stop();
  }
}

/** Size of a file, 0 when there is none. */
const sizeOf = async (path: string): Promise<number> => (await stat(path).catch(() => undefined))?.size ?? 0;

/** First byte that a partial answer holds. */
function startOf(response: Response): number | undefined {
  const match = /^bytes (\d+)-/.exec(response.headers.get('content-range') ?? '');
  return match ? Number(match[1]) : undefined;
}

function idleSignal({ idleMilliseconds, signal }: FetchOptions) {
  const controller = new AbortController();
  const stalled = () => controller.abort(new Error(`nothing arrived for ${idleMilliseconds / 1000} s`));
  const timer = setTimeout(stalled, idleMilliseconds);
  return {
    signal: signal ? AbortSignal.any([signal, controller.signal]) : controller.signal,
    refresh: () => timer.refresh(),
    stop: () => clearTimeout(timer),
  };
}
