import { parseJob } from './jobs';
import { connectServer } from './server';

it.each([
  [{ version: 2, campaign: 'a'.repeat(64), numbers: [0], quick: true }, 'job: version: Invalid type'],
  [{ version: 1, campaign: '../../x', numbers: [0], quick: true }, 'job: campaign: Invalid format'],
  [{ version: 1, campaign: 'a'.repeat(64), numbers: [0.5], quick: true }, 'job: numbers.0: Invalid'],
  [{ version: 1, campaign: 'a'.repeat(64), numbers: [0], quick: true, run: 'code' }, 'job: run: Invalid key'],
])('refuses the job %j', (job, message) => {
  expect(() => parseJob(job)).toThrow(message);
});

it.each([
  ['localhost', 'redis: expected redis://host:port or rediss://host:port, got no URL'],
  ['http://:secret@host', 'redis: expected redis://host:port or rediss://host:port, got a URL of http:'],
  [
    'redis://:secret@host/x',
    'redis: expected the number of a database after the host, got redis://host:6379/x',
  ],
])('refuses the URL %s', async (url, message) => {
  await expect(connectServer({ url })).rejects.toThrow(message);
});
