import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { decodePlainNetwork, networkHash } from '@ibp/exact';
import { disposeNetwork } from '@ibp/layers';
import { fileHandler } from '@ibp/layers/node';
import { models } from '@ibp/models';
import { networkToOnnx } from '@ibp/onnx/export';
import { plainNetwork } from '@ibp/verify';
import { catalog as zooCards } from '@ibp/zoo';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { bundle } from 'ibp-tools/bundle';
import { PNG } from 'pngjs';
import { certifyCommand } from '../certification/command';
import { evaluateModel } from '../evaluation';
import { exitCodes } from '../exit-codes';
import { readCommand } from '../flags';
import { ibpFront } from '../front/ibp';
import { runFront } from '../front/run-front';
import { loadModel } from '../load-model';
import { keepQuiet } from '../notes';
import type { Settings } from '../settings';
import { doctor } from './doctor-command';

let folder: string;
let log: jest.SpyInstance;
let errorLog: jest.SpyInstance;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ibp-commands-'));
  log = jest.spyOn(console, 'log').mockReturnValue();
  errorLog = jest.spyOn(console, 'error').mockReturnValue();
});
afterEach(async () => {
  log.mockRestore();
  errorLog.mockRestore();
  await rm(folder, { recursive: true });
});

/** What a command prints, as `ibp` performs it. */
async function ibp(...argv: string[]): Promise<string> {
  log.mockClear();
  const { invocation } = readCommand(ibpFront, argv);
  if (invocation.command !== 'other') throw new Error(`expected another command, got ${invocation.command}`);
  await invocation.perform();
  return log.mock.calls.join('\n');
}

/** relu(x0 - x1), and twice that less 1: a stock model of tfjs. */
async function saveModel(): Promise<string> {
  const hidden = tfl.layers.dense({ units: 1, activation: 'relu', inputShape: [2] });
  const model = tfl.sequential({ layers: [hidden, tfl.layers.dense({ units: 2 })] });
  const weights = [tf.tensor2d([[1], [-1]]), tf.tensor1d([0]), tf.tensor2d([[2, 0]]), tf.tensor1d([-1, 0])];
  model.setWeights(weights);
  const file = join(folder, 'net', 'model.json');
  await model.save(fileHandler(file));
  tf.dispose(weights);
  model.dispose();
  return file;
}

const table = async (): Promise<string> => {
  const file = join(folder, 'points.csv');
  // outputs (1, 0), (-1, 0) and (0.2, 0): the classes are 0, 1 and, within 0.1 no longer sure, 0
  await writeFile(file, 'x0,x1,class\n1,0,0\n0,1,1\n0.6,0,0\n');
  return file;
};

describe('bounds', () => {
  it('prints what a model.json can give over a box, worked out by hand', async () => {
    const [model, lower, upper] = [await saveModel(), join(folder, 'l.txt'), join(folder, 'u.json')];
    await writeFile(lower, '0.5 0');
    await writeFile(upper, '[1, 0.25]');
    for (const method of ['ibp', 'crown', 'zonotope']) {
      const flags = ['--lower', lower, '--upper', upper, '--method', method, '--json'];
      const found = JSON.parse(await ibp('bounds', model, ...flags));
      // x0 - x1 is from 0.25 to 1, all of it active
      expect(found.lower[0]).toBeLessThanOrEqual(-0.5);
      expect(found.lower[0]).toBeCloseTo(-0.5, 4);
      expect(found.upper[0]).toBeGreaterThanOrEqual(1);
      expect(found.upper[0]).toBeCloseTo(1, 4);
      expect([found.lower[1], found.upper[1]]).toEqual([expect.closeTo(0, 4), expect.closeTo(0, 4)]);
    }
    expect(await ibp('bounds', model, '--lower', lower, '--upper', upper)).toMatch(/│ 0 +│ -0.5/);
  });

  it('prints the same of an ONNX file of the same net, packed or not', async () => {
    const [model, lower, upper] = [await saveModel(), join(folder, 'l.txt'), join(folder, 'u.txt')];
    await writeFile(lower, '0.5 0');
    await writeFile(upper, '1 0.25');
    const net = await loadModel(model);
    const bytes = await networkToOnnx(net);
    disposeNetwork(net);
    await writeFile(join(folder, 'net.onnx'), bytes);
    await writeFile(join(folder, 'net.onnx.gz'), gzipSync(bytes));
    const printed = await ibp('bounds', model, '--lower', lower, '--upper', upper);
    for (const file of ['net.onnx', 'net.onnx.gz']) {
      expect(await ibp('bounds', join(folder, file), '--lower', lower, '--upper', upper)).toBe(printed);
    }
    await writeFile(join(folder, 'net.onnx'), 'no model');
    await expect(ibp('bounds', join(folder, 'net.onnx'), '--lower', lower, '--upper', upper)).rejects.toThrow(
      'net.onnx: expected an ONNX file, got: fromOnnx: ',
    );
  });

  it('refuses half a box, an empty one, and one of another size', async () => {
    const [model, lower, upper] = [await saveModel(), join(folder, 'l.txt'), join(folder, 'u.txt')];
    await writeFile(lower, '1,1');
    await writeFile(upper, '0,2');
    const ask = (...flags: string[]) => ibp('bounds', model, ...flags);
    await expect(ask('--lower', lower)).rejects.toThrow('expected both ends of the box, got one');
    await expect(ask('--lower', lower, '--upper', upper)).rejects.toThrow(
      'expected lower <= upper, got 1 and 0',
    );
    await writeFile(upper, '2 2 2');
    await expect(ask('--lower', lower, '--upper', upper)).rejects.toThrow('expected 2 numbers');
    await writeFile(upper, '2 two');
    await expect(ask('--lower', lower, '--upper', upper)).rejects.toThrow('something else in place 1');
  });
});

describe('--quiet', () => {
  afterEach(() => keepQuiet(false));

  it('leaves the results, and says nothing else', async () => {
    const [model, box] = [await saveModel(), join(folder, 'box.txt')];
    await writeFile(box, '0.5 0.25');
    const argv = ['bounds', model, '--lower', box, '--upper', box];
    await runFront(ibpFront, argv);
    const results = log.mock.calls;
    expect(errorLog.mock.calls.join('\n')).toContain('backend: ');
    for (const quiet of [
      [...argv, '--quiet'],
      ['--quiet', ...argv],
    ]) {
      log.mockClear();
      errorLog.mockClear();
      await runFront(ibpFront, quiet);
      expect(log.mock.calls).toEqual(results);
      expect(errorLog).not.toHaveBeenCalled();
    }
  });

  it('says what went wrong all the same', async () => {
    await runFront(ibpFront, ['bounds', join(folder, 'none.json'), '--quiet', '--engine', 'eager']);
    expect(process.exitCode).toBe(exitCodes.notDone);
    process.exitCode = undefined;
    expect(errorLog.mock.calls.join('\n')).toContain('--data: expected ');
  });
});

it('gives its version', () => {
  const write = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  const exit = jest.spyOn(process, 'exit').mockImplementation(() => {
    throw new Error('exit');
  });
  expect(() => readCommand(ibpFront, ['--version'])).toThrow('exit');
  const { version } = JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8'));
  expect([write.mock.calls[0], exit.mock.calls[0]]).toEqual([[`${version}\n`], [0]]);
  write.mockRestore();
  exit.mockRestore();
});

describe('a model.json', () => {
  const settingsFor = (network: string, data: string, more: string[] = []) => {
    const flags = ['--data', data, '--out', join(folder, 'out'), '--engine', 'eager', ...more];
    const { configuration, invocation } = readCommand(ibpFront, ['certify', network, ...flags]);
    return { configuration, settings: (invocation as { settings: Settings }).settings };
  };
  const quick = { pgdSteps: 5, pgdRestarts: 1, budget: 1, seed: 0, workers: 1, audit: true } as const;
  const cascade = { ...quick, mode: 'float32', complete: ['branch-and-bound'] } as const;

  it('is certified on a table, all of it, with one radius or one for each feature', async () => {
    const [model, data] = [await saveModel(), await table()];
    const page = join(folder, 'report.html');
    const { configuration, settings } = settingsFor(model, data, ['--html', page]);
    expect(await certifyCommand(configuration, settings, { ...cascade, epsilon: 0.1 })).toMatchObject({
      ...{ examples: 3, verified: 2, falsified: 1 },
    });
    const html = await readFile(page, 'utf8');
    expect(html).toMatch(/^<!doctype html>/);
    expect(html).toContain('33.33');
    expect(html).toContain('falsified');
    // x0 fixed, x1 moved by 0.05: 2 (0.6 - 0.05) - 1 is above 0
    await writeFile(join(folder, 'scale.txt'), '0 0.5');
    const fixed = settingsFor(model, data, ['--epsilon-scale', join(folder, 'scale.txt')]);
    const journals = { ...fixed.settings, out: join(folder, 'fixed') };
    expect(await certifyCommand(fixed.configuration, journals, { ...cascade, epsilon: 0.1 })).toMatchObject({
      ...{ verified: 3, falsified: 0 },
    });
  });

  it('is not certified from the journal of other data of the same name, or another range', async () => {
    const [model, data] = [await saveModel(), await table()];
    const { configuration, settings } = settingsFor(model, data);
    await certifyCommand(configuration, settings, { ...cascade, epsilon: 0.1 });
    await writeFile(data, 'x0,x1,class\n1,0,0\n0,1,1\n0.7,0,0\n');
    await expect(certifyCommand(configuration, settings, { ...cascade, epsilon: 0.1 })).rejects.toThrow(
      /journal: expected inputs/,
    );
    const ranged = settingsFor(model, data, ['--range', '0,1']);
    await expect(
      certifyCommand(ranged.configuration, ranged.settings, { ...cascade, epsilon: 0.1 }),
    ).rejects.toThrow('journal: expected');
  });

  it('may be one of the zoo, which is as good as its card says', async () => {
    const argv = [
      'evaluate',
      'zoo:digits-0.1-small',
      '--data',
      'digits',
      '--epsilon',
      '0.1',
      '--test-examples',
      '200',
    ];
    const { configuration, invocation } = readCommand(ibpFront, argv);
    if (invocation.command !== 'evaluate') throw new Error(invocation.command);
    expect(invocation.settings.out).toBe('runs/zoo-digits-0.1-small');
    const { IBP } = await evaluateModel(configuration, { ...invocation.settings, engine: 'eager' }, 0.1);
    const { misclassified, unproved } = zooCards['digits-0.1-small'].card.digits!;
    expect([IBP!.error, IBP!.verifiedError]).toEqual([misclassified / 200, unproved / 200]);
    await expect(loadModel('zoo:none')).rejects.toThrow('zoo: expected one of digits-0.1-small');
  });

  it('is evaluated by two bounds, and needs data and a radius', async () => {
    const [model, data] = [await saveModel(), await table()];
    const { configuration, settings } = settingsFor(model, data);
    const { IBP } = await evaluateModel(configuration, settings, 0.1);
    expect(IBP).toMatchObject({ error: 0, verifiedError: expect.closeTo(1 / 3, 9) });
    await expect(evaluateModel(configuration, settings, undefined)).rejects.toThrow(
      '--epsilon: expected a radius',
    );
    const digits = settingsFor(model, 'digits');
    await expect(evaluateModel(digits.configuration, digits.settings, 0.1)).rejects.toThrow(
      'data: expected inputs [2], which the network takes, got [28,28,1]',
    );
  });

  it('is refused in words where it is none', async () => {
    const file = join(folder, 'model.json');
    await writeFile(file, '{}');
    await expect(loadModel(file)).rejects.toThrow(`${file}: expected a layers model of tfjs, got`);
  });
});

describe('attack', () => {
  it('saves image, adversarial image and difference of what it breaks', async () => {
    const model = tfl.sequential({
      layers: [
        tfl.layers.flatten({ inputShape: [28, 28, 1] }),
        // by a seed: one network in twenty has no image right, and then there is nothing to break
        tfl.layers.dense({
          units: 10,
          kernelInitializer: tfl.initializers.glorotUniform({ seed: 2 }),
        }),
      ],
    });
    const file = join(folder, 'linear', 'model.json');
    await model.save(fileHandler(file));
    model.dispose();
    const flags = ['--data', 'digits', '--test-examples', '30', '--epsilon', '0.3', '--engine', 'eager'];
    const out = join(folder, 'out');
    const page = ['--html', join(folder, 'attack.html')];
    const shown = ['--pictures', '1', '--out', out, ...page, '--json'];
    const found = JSON.parse(await ibp('attack', file, ...flags, ...shown));
    // pictures lie within the page
    expect(await readFile(page[1]!, 'utf8')).toContain('data:image/png');
    expect(found.images).toHaveLength(30);
    expect(found.pictures).toHaveLength(1);
    const { width, height, data } = PNG.sync.read(await readFile(found.pictures[0]));
    expect([width, height]).toEqual([3 * 224 + 8, 224]);
    // in the same place of the three: an image, it with something added, and what was added
    const at = (panel: number, x: number, y: number) => data[(y * width + panel * 228 + x) * 4]!;
    const changed = Array.from({ length: 28 }, (_, i) => i * 8).filter(
      (x) => at(0, x, 112) !== at(1, x, 112),
    );
    expect(changed.length).toBeGreaterThan(0);
    for (const x of changed) expect(at(2, x, 112) > 128).toBe(at(1, x, 112) > at(0, x, 112));
  });
});

describe('export', () => {
  it('writes a network, its bounds and its margins as ONNX, and its weights', async () => {
    const model = await saveModel();
    for (const what of ['network', 'bounds', 'margins']) {
      const file = join(folder, `${what}.onnx`);
      expect(await ibp('export', model, '--what', what, '--to', file)).toBe(`${what}: ${file}`);
      expect(
        (await readFile(file)).includes(
          what === 'network' ? 'output' : what === 'bounds' ? 'upper' : 'margins',
        ),
      ).toBe(true);
    }
    const weights = join(folder, 'weights');
    await ibp('export', model, '--what', 'weights', '--to', weights);
    expect(JSON.parse(await readFile(join(weights, 'model.json'), 'utf8')).weightsManifest).toHaveLength(1);
  });
});

it('exports a model of tfjs, which is the same network to every command', async () => {
  const [model, written, box] = [await saveModel(), join(folder, 'written'), join(folder, 'box.txt')];
  await writeFile(box, '0.5 0.25');
  expect(await ibp('export', model, '--what', 'tfjs', '--to', written)).toBe(`tfjs: ${written}`);
  const flags = ['--lower', box, '--upper', box, '--json'];
  expect(await ibp('bounds', written, ...flags)).toBe(await ibp('bounds', model, ...flags));
});

it('exports what certificates are checked with: the network that they name, without tfjs', async () => {
  const [model, file] = [await saveModel(), join(folder, 'network.safetensors')];
  await ibp('export', model, '--what', 'plain', '--to', file);
  const network = await loadModel(model);
  const read = await decodePlainNetwork(await readFile(file));
  expect(await networkHash(read)).toBe(await networkHash(await plainNetwork(network)));
  disposeNetwork(network);
});

describe('lists', () => {
  it('say what there is', async () => {
    expect(JSON.parse(await ibp('models', '--json')).map(({ model }: { model: string }) => model)).toEqual(
      Object.keys(models),
    );
    expect(await ibp('data')).toContain('cifar-10');
    expect(await ibp('recipes')).toContain('mtl-ibp');
    expect(await ibp('zoo')).toContain('zoo:digits-0.1-small');
  });
});

it('doctor says what computes, and finds a solver that works', async () => {
  expect(await doctor({ engine: 'onnx' })).toMatchObject({
    ...{ node: process.versions.node, engine: 'onnxruntime', precision: 'float32' },
    solver: expect.stringMatching(/: works$/),
  });
});

it('completion offers the flags of a command', () => {
  // what a shell asks; the library is there as ES modules alone, so in a process of its own
  const { file, remove } = bundle({ file: join(__dirname, '../script.ts') });
  const offered = execFileSync(process.execPath, [file, 'complete', '--', 'certify', '--'], {
    encoding: 'utf8',
  });
  remove();
  expect(offered).toMatch(/^--epsilon\t/m);
  expect(offered).toMatch(/^--epsilon-scale\t/m);
  expect(offered).toMatch(/^--quiet\t/m);
});
