import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCommand } from '../flags';
import { digits } from '../testing';
import { frontOf } from './front';
import { ibpFront } from './ibp';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ibp-front-'));
});
afterEach(() => rm(folder, { recursive: true }));

const read = (...argv: string[]) => {
  const { configuration, invocation } = readCommand(ibpFront, argv);
  const { data, out } = (invocation as { settings: { data: string; out: string } }).settings;
  return { configuration: configuration.name, data, out };
};

describe('ibp --data', () => {
  it('names a known data set, with hyphens or without', () => {
    expect(read('train')).toEqual({ configuration: 'mnist', data: 'auto', out: 'runs/mnist' });
    expect(read('train', '--data', 'digits')).toEqual({
      ...{ configuration: 'mnist', data: 'embedded', out: 'runs/mnist' },
    });
    expect(read('train', '--data', 'cifar10')).toEqual({
      configuration: 'cifar',
      data: 'full',
      out: 'runs/cifar',
    });
    expect(read('train', '--data', 'cifar-10', '--out', 'mine')).toMatchObject({ out: 'mine' });
  });

  it('names files of its own', async () => {
    const file = join(folder, 'iris.csv');
    await writeFile(file, 'a,y\n1,0\n2,1\n');
    expect(read('train', '--data', file)).toEqual({ configuration: 'iris', data: file, out: 'runs/iris' });
    expect(() => read('train', '--data', join(folder, 'none.csv'))).toThrow(
      /^--data: expected digits, mnist, .* or a .csv, .npz or .npy that is there, got .*none.csv$/,
    );
  });
});

describe('how files are read', () => {
  it.each([
    ['--label-column', 'y', 'a .csv'],
    ['--labels', 'y.npy', 'a .npy'],
    ['--channels', '1', 'a folder of images'],
    ['--range', '0,2', 'a .csv, .npz or .npy'],
  ])('is not said of known data: %s', async (flag, value, expected) => {
    const refused = (got: string) => `${flag}: expected --data to name ${expected}, got ${got}`;
    expect(() => read('train', '--data', 'digits', flag, value)).toThrow(refused('digits'));
    expect(() => read('train', flag, value)).toThrow(refused('none'));
    expect(() => readCommand(frontOf(digits), ['train', flag, value])).toThrow(refused('digits'));
    const record = { example: 'cifar', recipe: {}, data: { source: 'full' }, sessions: [] };
    await writeFile(join(folder, 'run.json'), JSON.stringify(record));
    expect(() => read('certify', folder, flag, value)).toThrow(refused('a run on cifar'));
  });

  it('is said of files of that kind alone', async () => {
    const file = join(folder, 'iris.csv');
    await writeFile(file, 'a,y\n1,0\n2,1\n');
    expect(read('train', '--data', file, '--label-column', 'y', '--range', '0,2').data).toBe(file);
    expect(read('train', '--data', folder, '--channels', '1').data).toBe(folder);
    expect(() => read('train', '--data', file, '--labels', 'y.npy')).toThrow(
      `--labels: expected --data to name a .npy, got ${file}`,
    );
    expect(() => read('train', '--data', folder, '--range', '0,2')).toThrow(
      `--range: expected --data to name a .csv, .npz or .npy, got ${folder}`,
    );
  });
});

describe('what a command is about', () => {
  it('is a run, whose data its record names', async () => {
    const file = join(folder, 'iris.csv');
    await writeFile(file, 'a,y\n1,0\n2,1\n');
    const record = (example: string, source: string) =>
      writeFile(
        join(folder, 'run.json'),
        JSON.stringify({ example, recipe: {}, data: { source }, sessions: [] }),
      );
    await record('cifar', 'full');
    expect(read('certify', folder)).toEqual({ configuration: 'cifar', data: 'auto', out: folder });
    expect(read('certify', '--out', folder)).toEqual({ configuration: 'cifar', data: 'auto', out: folder });
    await record('iris', file);
    expect(read('certify', folder)).toEqual({ configuration: 'iris', data: 'auto', out: folder });
    expect(read('certify', folder, '--data', 'mnist')).toMatchObject({
      configuration: 'mnist',
      data: 'full',
    });
  });

  it('is a model, which says nothing of data', async () => {
    const model = join(folder, 'model.json');
    const { configuration } = readCommand(ibpFront, ['certify', model, '--epsilon', '8/255']);
    await expect(configuration.sources.none!.load({})).rejects.toThrow('--data: expected digits, mnist,');
    expect(read('certify', model, '--data', 'digits').out).toMatch(/^runs\/ibp-front-/);
  });
});
