import { parseJob } from './jobs';
import { connectServer } from './server';

it.each([
  [{ version: 2, campaign: 'a'.repeat(64), numbers: [0], quick: true }, 'job: version: Invalid type'],
  [{ version: 1, campaign: '../../x', numbers: [0], quick: true }, 'job: campaign: Invalid format'],
  [{ version: 1, campaign: 'a'.repeat(64), numbers: [0.5], quick: true }, 'job: numbers.0: Invalid'],
  [{ version: 1, campaign: 'a'.repeat(64), numbers: [0], quick: true, run: 'code' }, 'job: run: Invalid key'],
  [{ version: 1, campaign: 'A'.repeat(64), numbers: [0], quick: true }, 'job: campaign: Invalid format'],
  [
    { version: 1, campaign: `${'a'.repeat(64)}\n`, numbers: [0], quick: true },
    'job: campaign: Invalid format',
  ],
  [{ version: 1, campaign: 'a'.repeat(64), numbers: [], quick: true }, 'job: numbers: Invalid length'],
  [
    { version: 1, campaign: 'a'.repeat(64), numbers: Array(1001).fill(0), quick: true },
    'job: numbers: Invalid length',
  ],
  [{ version: 1, campaign: 'a'.repeat(64), numbers: [-1], quick: true }, 'job: numbers.0: Invalid'],
  [{ version: 1, campaign: 'a'.repeat(64), numbers: [2 ** 53], quick: true }, 'job: numbers.0: Invalid'],
  [
    { version: 1, campaign: 'a'.repeat(64), numbers: { length: 1 }, quick: true },
    'job: numbers: Invalid type',
  ],
  [{ version: 1, sweep: '../../x', trial: 0, bracket: 0, rung: 0 }, 'job: sweep: Invalid format'],
  [{ version: 1, sweep: 'a'.repeat(64), trial: -1, bracket: 0, rung: 0 }, 'job: trial: Invalid value'],
  [
    { version: 1, sweep: 'a'.repeat(64), trial: 0, bracket: 0, rung: 0, out: '/etc' },
    'job: out: Invalid key',
  ],
  [
    { version: 1, sweep: 'a'.repeat(64), campaign: 'a'.repeat(64), trial: 0, bracket: 0, rung: 0 },
    'job: campaign: Invalid key',
  ],
  [null, 'job: value: Invalid type'],
  ['rm -rf', 'job: value: Invalid type'],
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
  ['redis://:secret%zz@host', 'redis: expected a password in the form of a URL, got another'],
])('refuses the URL %s', async (url, message) => {
  await expect(connectServer({ url })).rejects.toThrow(message);
});
