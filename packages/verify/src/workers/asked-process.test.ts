import { askedProcess } from './asked-process';

it('refuses what cannot be sent, and lets the process go', async () => {
  const asked = askedProcess<unknown, unknown>({ path: '', execArgv: ['--eval', ''] });
  try {
    await expect(asked.ask({ fn: () => undefined }, 60)).rejects.toThrow('could not be cloned');
    await expect(asked.ask('work', 60)).rejects.toThrow('the process ended with 0');
  } finally {
    asked.end();
  }
});
