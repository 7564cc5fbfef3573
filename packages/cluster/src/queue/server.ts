import { fail } from '@ibp/core';
import { Redis, type RedisOptions } from 'ioredis';

/** A server of Redis or Valkey that was reached. */
export type Server = {
  /** Its address without a password. */
  readonly where: string;
  /** For commands, which wait while the server is gone. */
  readonly client: Redis;
  readonly close: () => Promise<void>;
};

/** How a server is reached. */
export type ServerOptions = {
  /** `redis://user:password@host:6379/0`, or `rediss://` for TLS. */
  readonly url: string;
  /** In place of one in the URL, which others may see in a list of processes. */
  readonly password?: string;
  /** The certificate of an authority of one's own, in PEM. */
  readonly ca?: string;
  /** Hears that the server is gone, and that it is there again. */
  readonly log?: (line: string) => void;
};

const protocols = ['redis:', 'rediss:'];

/** The address that messages name: nothing of who logs in. */
function addressOf(text: string): { readonly url: URL; readonly where: string } {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return fail('redis', 'expected redis://host:port or rediss://host:port, got no URL');
  }
  if (!protocols.includes(url.protocol) || url.hostname === '') {
    return fail('redis', `expected redis://host:port or rediss://host:port, got a URL of ${url.protocol}`);
  }
  return {
    url,
    where: `${url.protocol}//${url.hostname}:${url.port || 6379}${url.pathname.replace(/^\/$/, '')}`,
  };
}

/** @throws where a name or a password has a sign of percent that begins nothing; it is not said. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return fail('redis', 'expected a password in the form of a URL, got another (a sign of percent is %25)');
  }
}

/**
 * Connects to a server, and finds out that it answers. From then on, what is asked of it while it is gone waits until it is back.
 *
 * @throws naming the address, and no password, when the URL is none, nothing answers, or the password is not the one that it takes.
 */
export async function connectServer({
  url: text,
  password,
  ca,
  log = () => undefined,
}: ServerOptions): Promise<Server> {
  const { url, where } = addressOf(text);
  const given = password ?? decoded(url.password);
  const database = Number(url.pathname.slice(1) || 0);
  if (!Number.isInteger(database))
    fail('redis', `expected the number of a database after the host, got ${where}`);
  const options: RedisOptions = {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port || 6379),
    db: database,
    ...(url.username ? { username: decoded(url.username) } : {}),
    ...(given ? { password: given } : {}),
    ...(url.protocol === 'rediss:' ? { tls: ca ? { ca } : {} } : {}),
    maxRetriesPerRequest: null,
    lazyConnect: true,
  };
  await probe(options, where);
  const client = new Redis({ ...options, retryStrategy: (times) => Math.min(100 * times, 2000) });
  let gone = false;
  client.on('error', () => {
    if (!gone) log(`redis: ${where} does not answer: waiting`);
    gone = true;
  });
  client.on('ready', () => {
    if (gone) log(`redis: ${where} is back`);
    gone = false;
  });
  await client.connect();
  return { where, client, close: async () => void (await client.quit().catch(() => client.disconnect())) };
}

/** @throws where a first connection, which is not tried again, comes to nothing. */
async function probe(options: RedisOptions, where: string): Promise<void> {
  const client = new Redis({
    ...options,
    retryStrategy: () => null,
    connectTimeout: 10_000,
    maxRetriesPerRequest: 0,
    // of a connection that never came to be, its timer would keep the process for two seconds
    disconnectTimeout: 50,
  });
  let last: Error | undefined;
  client.on('error', (error: Error) => {
    last = error;
  });
  try {
    await client.connect();
    await client.ping();
    await client.quit();
  } catch (error) {
    client.disconnect();
    const { message } = last ?? (error as Error);
    if (
      /WRONGPASS|NOAUTH|NOPERM|invalid (username|password)/i.test(`${message} ${(error as Error).message}`)
    ) {
      fail(
        'redis',
        `expected the password that ${where} takes, got ${/NOAUTH/.test(message) ? 'none' : 'another one'}`,
      );
    }
    const { code } = (last ?? error) as NodeJS.ErrnoException;
    fail('redis', `expected a server at ${where}, got ${code ?? message}`);
  }
}
