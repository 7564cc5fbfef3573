import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A server of one's own, on a free port of this machine. */
export type TestServer = {
  readonly url: string;
  readonly port: number;
  /** Ends it as a failure of the machine would; what it has kept stays. */
  readonly stop: () => Promise<void>;
  readonly start: () => Promise<void>;
  /** Ends it, and removes what it has kept. */
  readonly remove: () => Promise<void>;
  /** What it holds in memory, in bytes. */
  readonly memory: () => number;
};

const program = ['valkey-server', 'redis-server'].find(
  (name) => spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0,
);

export const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
};

/** @throws where neither is installed, saying what to install. */
export async function redisServer({
  password,
  persist = false,
  tls,
}: {
  password?: string;
  persist?: boolean;
  /** Files in PEM: it answers over TLS alone, by a certificate that is its own authority. */
  tls?: { readonly key: string; readonly certificate: string };
} = {}): Promise<TestServer> {
  if (!program) {
    throw new Error(
      'expected redis-server or valkey-server to be installed, got neither: apt-get install redis-server',
    );
  }
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), 'ibp-redis-'));
  let child: ChildProcess;
  const start = async () => {
    const flags = [
      ...(tls ? ['--port', '0', '--tls-port', String(port)] : ['--port', String(port)]),
      ...(tls ? ['--tls-cert-file', tls.certificate, '--tls-key-file', tls.key] : []),
      ...(tls ? ['--tls-ca-cert-file', tls.certificate, '--tls-auth-clients', 'no'] : []),
      ...['--bind', '127.0.0.1', '--dir', folder, '--save', ''],
      ...['--appendonly', persist ? 'yes' : 'no', '--appendfsync', 'always'],
      ...(password ? ['--requirepass', password] : []),
    ];
    child = spawn(program!, flags, { stdio: ['ignore', 'pipe', 'inherit'] });
    for await (const text of child.stdout!) if (String(text).includes('Ready to accept')) break;
    child.stdout!.resume();
  };
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  };
  await start();
  return {
    ...{ port, start, stop, url: `${tls ? 'rediss' : 'redis'}://127.0.0.1:${port}` },
    remove: async () => {
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
    memory: () => {
      const { stdout } = spawnSync('redis-cli', ['-p', String(port), 'info', 'memory'], { encoding: 'utf8' });
      return Number(/used_memory:(\d+)/.exec(stdout)![1]);
    },
  };
}
