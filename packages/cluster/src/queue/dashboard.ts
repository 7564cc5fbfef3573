import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Queue } from 'bullmq';
import type { JobData } from './jobs';

/** What the page may load: nothing from elsewhere, as the fonts that it asks for. */
const policy = [
  "default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self' data:; font-src 'self' data:",
  "style-src 'self' 'unsafe-inline'; base-uri 'self'; form-action 'none'; frame-ancestors 'none'",
].join('; ');

const description = 'Jobs that are done leave the queue: "ibp campaign status" counts their cases.';

/**
 * Serves bull-board: the jobs of the queue, by state. Whoever reaches it may look and not change, and there is no password: it is for this
 * machine alone unless another host is given. The page loads nothing from other hosts.
 *
 * @returns its address, and what ends it.
 */
export async function openDashboard(
  queue: Queue<JobData>,
  { port = 3000, host = '127.0.0.1' }: { readonly port?: number; readonly host?: string } = {},
): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  // workers do not wait for what they do not need
  const [{ createBullBoard }, { BullMQAdapter }, { ExpressAdapter }, { default: express }] =
    await Promise.all([
      import('@bull-board/api'),
      import('@bull-board/api/bullMQAdapter'),
      import('@bull-board/express'),
      import('express'),
    ]);
  const serverAdapter = new ExpressAdapter();
  createBullBoard({
    queues: [new BullMQAdapter(queue, { readOnlyMode: true, description })],
    serverAdapter,
    options: { uiConfig: { boardTitle: 'Campaigns', hideDocsLink: true } },
  });
  const server = express()
    .use((_, response, next) => {
      response.set('Content-Security-Policy', policy);
      next();
    })
    .use('/', serverAdapter.getRouter())
    .listen(port, host);
  await once(server, 'listening');
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `http://${host}:${taken}/`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
