import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { lock } from 'proper-lockfile';
import { dataError } from '../core/data-error';
import { message } from '../formats/gzip';
import { fetchPart, HttpError, type Progress, SizeError } from './fetch-part';
import { md5 } from './md5';

/** How long a download may take and how large it may be. */
export type DownloadOptions = {
  readonly onProgress?: (progress: Progress) => void;
  /** Further tries of each address after a broken connection, default 3; each goes on from what has arrived. */
  readonly retries?: number;
  /** Wait before the first retry, doubled each time; default 500. */
  readonly retryMilliseconds?: number;
  /** Gives a connection up when nothing arrived for so long; default 60,000. */
  readonly idleMilliseconds?: number;
  /** Gives the download up when it takes longer in all, default 7,200,000 (2 h); the next goes on from what has arrived. */
  readonly totalMilliseconds?: number;
  /** Refuses a file of more bytes, default 2^30 (1 GiB). */
  readonly maxBytes?: number;
  readonly signal?: AbortSignal;
};

/**
 * Downloads a file from the first of `urls` that serves it whole. What has arrived is kept in `target.part`,
 * where an interrupted download goes on; `target` appears only complete and with the right checksum. Other
 * processes wait while one downloads.
 * @throws DataError naming each address and what was wrong with it
 */
export async function download(
  urls: readonly string[],
  target: string,
  checksum: string,
  options: DownloadOptions = {},
): Promise<void> {
  await mkdir(dirname(target), { recursive: true });
  const release = await waitForLock(target, options.signal);
  const { totalMilliseconds = 7_200_000 } = options;
  const total = AbortSignal.timeout(totalMilliseconds);
  const signal = options.signal ? AbortSignal.any([options.signal, total]) : total;
  try {
    if (await exists(target)) return;
    const problems: string[] = [];
    for (const url of urls) {
      const problem = await tryAddress(url, target, checksum, { ...options, signal });
      if (problem === undefined) return;
      problems.push(problem);
      signal.throwIfAborted();
    }
    throw dataError(`download of ${basename(target)}`, problems.join('; ') || 'no address to download from');
  } catch (error) {
    options.signal?.throwIfAborted();
    if (!total.aborted) throw error;
    const expected = `expected it within ${totalMilliseconds / 1000} s, got a part`;
    throw dataError(`download of ${basename(target)}`, `${expected}; the next download goes on from there`);
  } finally {
    await release().catch(() => undefined);
  }
}

/** Waits while another process has the lock, and not where it can never be had, as in a folder that is not writable. */
async function waitForLock(target: string, signal?: AbortSignal): Promise<() => Promise<void>> {
  for (;;) {
    try {
      // stale after 20 s without a sign of life, so that a killed process does not block the next for long
      return await lock(target, {
        realpath: false,
        stale: 20_000,
        // after a suspended computer wakes up another process may have taken over: the checksum catches a mix
        onCompromised: () => undefined,
      });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ELOCKED') {
        throw dataError(`download of ${basename(target)}`, message(error), error);
      }
    }
    await sleep(500, undefined, signal ? { signal } : {});
  }
}

const exists = async (path: string): Promise<boolean> =>
  (await stat(path).catch(() => undefined)) !== undefined;

/** Downloads, checks and renames; on failure says what went wrong. */
async function tryAddress(
  url: string,
  target: string,
  checksum: string,
  options: DownloadOptions,
): Promise<string | undefined> {
  const part = `${target}.part`;
  const {
    retries = 3,
    retryMilliseconds = 500,
    idleMilliseconds = 60_000,
    maxBytes = 2 ** 30,
    ...rest
  } = options;
  let problem = '';
  for (let attempt = 0; attempt <= retries; attempt++) {
    if (attempt > 0) await sleep(retryMilliseconds * 2 ** (attempt - 1), undefined, { signal: rest.signal! });
    const hadPart = await exists(part);
    try {
      await fetchPart(url, part, { file: basename(target), idleMilliseconds, maxBytes, ...rest });
    } catch (error) {
      problem = reason(url, error);
      rest.signal?.throwIfAborted();
      const pastTheEnd = error instanceof HttpError && error.status === 416;
      if (error instanceof HttpError && !error.retryable && !pastTheEnd) return problem;
      if ((error as { code?: string }).code === 'ENOSPC')
        throw dataError(`download of ${basename(target)}`, problem);
      if (error instanceof SizeError) {
        await rm(part, { force: true });
        return problem;
      }
      if (!pastTheEnd) continue;
    }
    const found = await md5(part);
    if (found === checksum) {
      await rename(part, target);
      return undefined;
    }
    await rm(part, { force: true });
    problem = `${url}: expected md5 ${checksum}, got ${found}`;
    // the part found may have been of another file: only a fresh download tells
    if (!hadPart) return problem;
  }
  return problem;
}

/** `fetch failed` alone says nothing: the cause says what failed. */
function reason(url: string, error: unknown): string {
  if (error instanceof HttpError || error instanceof SizeError) return error.message;
  const code = (error as { cause?: { code?: string } }).cause?.code;
  return `${url}: ${message(error)}${code ? ` (${code})` : ''}`;
}
