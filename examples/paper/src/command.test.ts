import { paper } from './command';

/** What is said of a command line that is refused before anything is trained. */
async function refusal(...argv: string[]): Promise<string> {
  let said = '';
  const write = jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
    said += text;
    return true;
  });
  const exit = jest.spyOn(process, 'exit').mockImplementation((code) => {
    throw new Error(`exit ${code}`);
  });
  try {
    await expect(paper(argv)).rejects.toThrow('exit 1');
    return said;
  } finally {
    write.mockRestore();
    exit.mockRestore();
  }
}

describe('paper', () => {
  it.each([
    '--steps',
    '--pgd-steps',
    '--pgd-restarts',
    '--test-examples',
    '--checkpoint-every',
    '--scale',
    '--exact-seconds',
  ])('refuses %s 0 at once', async (flag) => {
    expect(await refusal('table4', '--rows', 'mnist/0.1', flag, '0')).toMatch(/Expected .* above 0/);
  });

  it('refuses rows and radii that there are not', async () => {
    for (const table of ['table3', 'table4']) {
      expect(await refusal(table, '--rows', 'mnits')).toContain('Allowed choices are mnist, mnist/0.1,');
    }
    expect(await refusal('figure3', '--epsilons', '0')).toContain('Expected a whole number above 0');
    expect(await refusal('figure3', '--trained-at', '0.1', '0,2')).toContain('Expected a radius');
    expect(await refusal('figure3', '--trained-at', '8')).toContain('Expected a radius from 0 to 1');
    expect(await refusal('ablations', '--seeds', '1', '-2')).toMatch(/Expected a whole number/);
    await expect(paper(['table4', '--rows', 'mnist/0.4', '--methods', 'wong'])).rejects.toThrow(
      'table4: expected rows and methods that it has, got none',
    );
  });
});
