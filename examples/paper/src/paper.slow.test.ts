import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { paper } from './command';

/** What an experiment printed, small enough for seconds. */
async function output(...argv: string[]): Promise<string> {
  const log = jest.spyOn(console, 'log').mockReturnValue();
  const error = jest.spyOn(console, 'error').mockReturnValue();
  try {
    await paper(argv);
    return log.mock.calls.join('\n');
  } finally {
    log.mockRestore();
    error.mockRestore();
  }
}

describe('paper', () => {
  let directory: string;
  let small: string[];
  const exact = ['--exact-examples', '2', '--exact-seconds', '1'];
  const folder = () => join(directory, 'scale-0.001');
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'ibp-paper-'));
    const attack = ['--pgd-steps', '2', '--pgd-restarts', '1'];
    small = ['--scale', '0.001', '--steps', '10', '--test-examples', '20', ...attack];
    small.push('--mnist', 'embedded', '--out', directory, '--data-dir', directory);
  });
  afterAll(() => rm(directory, { recursive: true }));

  it('table 3: shows our bounds beside the paper, and says what was scaled', async () => {
    const text = await output(
      'table3',
      ...small,
      '--rows',
      'mnist/0.2',
      'mnist/0.3',
      '--exact-examples',
      '2',
    );
    expect(text).toMatch(/│ mnist +│ 0\.2 +│ small +│ [\d.]+ % +│ .*\(of 2\) +│ 4\.53 % +│ 4\.48 %/);
    expect(text).toMatch(/│ mnist +│ 0\.3 +│ small +│ [\d.]+ % +│ .*\(of 2\) +│ 8\.21 % +│ 8\.05 %/);
    expect(text).toContain('not the MNIST test set');
    expect(text).toContain('mnist: training steps: 10 instead of 60000');
    expect(text).toMatch(/- mnist: images: .* instead of MNIST, its own test set/);
    const { rows } = JSON.parse(await readFile(join(folder(), 'table3.json'), 'utf8'));
    // one network, measured at two radii
    expect(rows.map(({ network }: { network: string }) => network)).toEqual(
      Array(2).fill('mnist-small-ibp-0.4'),
    );
    expect(rows[0].outcome.value.ibpError).toBeLessThanOrEqual(rows[1].outcome.value.ibpError);
    for (const { outcome } of rows) {
      const { exact, error } = outcome.value;
      expect(exact.verifiedError).toBeGreaterThanOrEqual(exact.falsifiedError);
      expect(error).toBeLessThanOrEqual(outcome.value.ibpError);
    }
    expect(await readFile(join(folder(), 'table3.svg'), 'utf8')).toContain('mnist: IBP bound');
  });

  it('computes nothing twice when it is run again', async () => {
    const kept = ['checkpoint.safetensors', 'measurements.json', 'metrics.jsonl'];
    const times = () =>
      Promise.all(
        kept.map(async (file) => (await stat(join(folder(), 'models', 'mnist-small-ibp-0.4', file))).mtimeMs),
      );
    const [before, table] = [await times(), await readFile(join(folder(), 'table3.json'), 'utf8')];
    await output('table3', ...small, '--rows', 'mnist/0.2', 'mnist/0.3', ...exact);
    expect(await times()).toEqual(before);
    expect(await readFile(join(folder(), 'table3.json'), 'utf8')).toBe(table);
  });

  it('table 4: trains by the method of each row, and attacks', async () => {
    const methods = ['--methods', 'nominal', 'madry', 'ibp'];
    const text = await output('table4', ...small, '--rows', 'mnist/0.4', ...methods);
    expect(text).toMatch(/Nominal +│ [\d.]+ % +│ [\d.]+ % +│ [\d.]+ % +│ - +│ 0\.65 % +│ 99\.64 % +│ - /);
    const { rows } = JSON.parse(await readFile(join(folder(), 'table4.json'), 'utf8'));
    for (const { outcome } of rows) {
      const { error, pgdError, ibpError } = outcome.value;
      expect(error).toBeLessThanOrEqual(pgdError);
      expect(pgdError).toBeLessThanOrEqual(ibpError);
    }
    const run = JSON.parse(
      await readFile(join(folder(), 'models', 'mnist-small-madry-0.4', 'run.json'), 'utf8'),
    );
    expect(run.recipe).toMatchObject({ epsilonTrain: 0.4, ramp: 0, kappaEnd: 0 });
  });

  it('table 2: says where images are missing, and what would be run', async () => {
    const text = await output('table2', ...small, '--methods', 'ibp');
    expect(text).toMatch(/imagenet +│ 1\/255 +│ IBP \(trained at 1\/255\) +│ - +│ - +│ - +│ - +│ 84\.04 %/);
    expect(text).toContain('not run: imagenet-wideResNet10-ibp-1-255: imagenet64: train_data_batch_1');
  });

  it('figure 3: draws each network and the best of each method', async () => {
    const own = ['--methods', 'ibp', '--trained-at', '0.1', '0.4', '--epsilons', '2'];
    const text = await output('figure3', ...small, ...own);
    expect(text.match(/│ IBP +│ small +│ 0\.[14] +│ 0\.(000|450) /g)).toHaveLength(4);
    const svg = await readFile(join(folder(), 'figure3.svg'), 'utf8');
    expect(text).not.toMatch(/│ (medium|large) +│/); // the small network alone where scaled down
    for (const title of [
      '(a) verified: IBP and Wong',
      '(b) under PGD: IBP and Wong',
      '(c) under PGD: IBP and Madry',
    ]) {
      expect(svg).toContain(`${title} et al.`);
    }
    expect(svg.match(/aria-roledescription="line mark"/g)).toHaveLength(9); // two faint and one bold in three charts
    expect(svg).toContain('IBP, small: IBP bound, 20 images');
    expect(svg).not.toContain('cascade');
  });

  it('keeps what the cascade says of some images apart from the bounds of all', async () => {
    const own = ['--methods', 'ibp', '--models', 'small', '--trained-at', '0.4', '--epsilons', '1'];
    const text = await output('figure3', ...small, ...own, ...exact);
    expect(text).toMatch(/│ IBP bound +│ cascade +│/);
    expect(text).toMatch(/│ 0\.000 +│( [\d.]+ % +│){3} [\d. to%]+ \(of 2\) +│/);
    const figure = await readFile(join(folder(), 'figure3.svg'), 'utf8');
    expect(figure).toContain('IBP, small: cascade, first 2 images');
    await output('table4', ...small, '--rows', 'mnist/0.2', '--methods', 'ibp', ...exact);
    const table = await readFile(join(folder(), 'table4.svg'), 'utf8');
    expect(table).toContain('IBP, ours: IBP bound, 20 images');
    expect(table).toContain('IBP, ours: cascade, first 2 images');
  });

  it('figure 4: draws the polytope at moments of the training', async () => {
    const text = await output('figure4', ...small);
    expect(text).toContain('after elision');
    const { snapshots } = JSON.parse(await readFile(join(folder(), 'figure4.json'), 'utf8'));
    expect(snapshots.map(({ step }: { step: number }) => step)).toEqual([0, 1, 3, 5, 8, 10]);
    expect(await readFile(join(folder(), 'figure4.svg'), 'utf8')).toContain('after 10 steps');
  });

  it('ablations: trains the variants, beside the recipe of the paper', async () => {
    const text = await output('ablations', ...small, '--variants', 'paper', 'no-epsilon-schedule');
    expect(text).toMatch(/mnist +│ 0\.3 +│ the recipe of the paper +│ 0 +│ [\d.]+ % +│ [\d.]+ %/);
    expect(text).toMatch(
      /mnist +│ 0\.3 +│ epsilon at its end as soon as kappa falls +│ 0 +│ [\d.]+ % +│ [\d.]+ %/,
    );
    expect(text).toContain('the schedule on epsilon is necessary');
    expect(await readFile(join(folder(), 'ablations.svg'), 'utf8')).toContain(
      'mnist: epsilon at its end as soon as kappa falls',
    );
  });

  it('ablations: trains a variant with several seeds, and tells how far they lie apart', async () => {
    const text = await output('ablations', ...small, '--variants', 'kappa-0', '--seeds', '0', '1');
    const share = '([\\d.]+) %';
    const cell = `${share} \\(${share} to ${share}\\)`;
    const [, mean, least, most] = new RegExp(`kappa down to 0 +│ 0, 1 +│ ${cell} +│ ${cell}`)
      .exec(text)!
      .map(Number);
    expect(mean).toBeCloseTo((least! + most!) / 2);
    const { rows } = JSON.parse(await readFile(join(folder(), 'ablations.json'), 'utf8'));
    expect(rows.map(({ network }: { network: string }) => network)).toEqual([
      'mnist-small-ibp-0.4-kappa-0',
      'mnist-small-ibp-0.4-kappa-0-seed-1',
    ]);
    expect(rows.map(({ recipe }: { recipe: { seed: number } }) => recipe.seed)).toEqual([0, 1]);
  });
});
