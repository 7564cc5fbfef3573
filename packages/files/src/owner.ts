import { createHash } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** A process, as files name the one that they belong to. */
export type Owner = {
  readonly host: string;
  /** One run of the machine, from its start to its end; empty where the system does not say. */
  readonly boot: string;
  /** Containers count processes each for itself. */
  readonly namespace: string;
  readonly pid: number;
  /** When it began, in ticks since the machine did: a number is given to another process later. */
  readonly started: string;
};

/** The process that asks. */
export const thisProcess = (): Owner => ({
  host: short(hostname() + tryRead(() => readFileSync('/etc/machine-id', 'utf8'))),
  boot: short(tryRead(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8'))),
  namespace: short(tryRead(() => readlinkSync('/proc/self/ns/pid'))),
  pid: process.pid,
  started: statusOf(process.pid).started,
});

/**
 * Whether a process is at work. Of another machine or container it cannot be told; one from before the machine was
 * last started has ended. Where the system does not say when processes began (other than Linux), one that has the
 * number of an ended one is taken for it.
 */
export function stateOf(owner: Owner): 'running' | 'ended' | 'unknown' {
  const here = thisProcess();
  if (owner.host !== here.host) return 'unknown';
  if (owner.boot !== here.boot) return 'ended';
  if (owner.namespace !== here.namespace) return 'unknown';
  if (!hasNumber(owner.pid)) return 'ended';
  const { started, gone } = statusOf(owner.pid);
  const another = started !== '' && owner.started !== '' && started !== owner.started;
  return gone || another ? 'ended' : 'running';
}

/** As a part of a file's name. */
export const ownerToken = ({ host, boot, namespace, pid, started }: Owner): string =>
  [host, boot, namespace, pid, started].join('-');

/** Reads {@link ownerToken}. */
export function readToken(token: string): Owner | undefined {
  const [host, boot, namespace, pid, started, ...rest] = token.split('-');
  if (started === undefined || rest.length > 0 || !/^[1-9]\d*$/.test(pid!)) return undefined;
  return { host: host!, boot: boot!, namespace: namespace!, pid: Number(pid), started };
}

function hasNumber(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // another user's may not be signalled, and is there
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Fields 3 and 22 of `/proc/<pid>/stat`; the name before them may hold anything. */
function statusOf(pid: number): { readonly started: string; readonly gone: boolean } {
  const stat = tryRead(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  // a zombie has ended and waits for its parent to notice
  return { started: fields[19] ?? '', gone: fields[0] === 'Z' || fields[0] === 'X' };
}

function tryRead(read: () => string): string {
  try {
    return read().trim();
  } catch {
    return '';
  }
}

const short = (text: string): string =>
  text === '' ? '' : createHash('sha256').update(text).digest('hex').slice(0, 8);
