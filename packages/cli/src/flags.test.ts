import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Configuration } from './configuration';
import { parseFlags } from './flags';
import { runIdentity } from './identity';
import type { Recipe } from './recipe';
import { changeRecipe } from './recipe-flags';

const recipe: Recipe = {
  model: 'small',
  epsilon: 0.1,
  epsilonTrain: 0.2,
  steps: 60_000,
  batchSize: 100,
  warmUp: 2 / 60,
  ramp: 10 / 60,
  schedule: 'linear',
  kappaEnd: 0.5,
  learningRate: 1e-3,
  decays: [
    [15 / 60, 0.1],
    [25 / 60, 0.1],
  ],
  initializer: 'orthogonal',
  batchNorm: false,
  specLoss: 'crossEntropy',
  elision: true,
  clipNorm: 10,
  seed: 0,
};

describe('parseFlags', () => {
  const configuration = {
    name: 'test',
    sources: { full: {} },
    recipes: { paper: recipe },
  } as unknown as Configuration;
  const parse = (...argv: string[]) => parseFlags(configuration, argv);

  it('trains with the first recipe unless told otherwise', () => {
    expect(parse()).toMatchObject({ command: 'train', recipe, settings: { data: 'auto', out: 'runs/test' } });
  });

  it('trains too when told so by name', () => {
    expect(parse('train', '--steps', '7')).toEqual(parse('--steps', '7'));
  });

  it('takes options of the engine as JSON, and a time to stop after', () => {
    expect(
      parse('--engine', 'webgpu', '--engine-options', '{"forms":"usual"}', '--minutes', '1/2'),
    ).toMatchObject({
      settings: { engine: 'webgpu', engineOptions: { forms: 'usual' }, minutes: 0.5 },
    });
  });

  it('takes the optimiser by its name, keeping what the recipe says of that one, and what there is beside it', () => {
    const recipeOf = (...flags: string[]) => (parse(...flags) as { recipe: Recipe }).recipe;
    expect(recipeOf('--optimizer', 'radam').optimizer).toEqual({ name: 'radam' });
    expect(recipeOf('--optimizer', 'adam')).toEqual(recipeOf());
    const recipe = { ...recipeOf(), optimizer: { name: 'adamw', weightDecay: 0.5 } } as const;
    const flags = { recipe: 'paper', printRecipe: false };
    expect(changeRecipe(recipe, { ...flags, optimizer: 'adamw' })).toEqual(recipe);
    expect(changeRecipe(recipe, { ...flags, optimizer: 'sgd' }).optimizer).toEqual({ name: 'sgd' });
    expect(recipeOf('--average-from', '0.8', '--precise-batch-norm', '100')).toMatchObject({
      averaging: { from: 0.8 },
      preciseBatchNorm: 100,
    });
    expect(recipeOf('--model', 'cnn5', '--width', '0.5', '--hidden-units', '128')).toMatchObject({
      model: 'cnn5',
      width: 0.5,
      hiddenUnits: 128,
    });
  });

  it('changes the fields that flags name, and scales the trained radius with the certified one', () => {
    const flags = ['--model', 'medium', '--epsilon', '8/255', '--no-elision', '--learning-rate', '1e-2'];
    expect(parse(...flags)).toMatchObject({
      recipe: {
        model: 'medium',
        epsilon: 8 / 255,
        epsilonTrain: 16 / 255,
        elision: false,
        learningRateSchedule: '1e-2',
        steps: 60_000,
      },
    });
  });

  it('prints recipes that train as they were printed, with elision on or off', () => {
    const directory = mkdtempSync(join(tmpdir(), 'ibp-flags-'));
    const printed = (...argv: string[]) => {
      const invocation = parse('--print-recipe', ...argv);
      return invocation.command === 'print-recipe' ? invocation.chosen.recipe : undefined;
    };
    try {
      const file = join(directory, 'off.json');
      const off = printed('--no-elision');
      writeFileSync(file, JSON.stringify(off));
      expect(off).toMatchObject({ elision: false });
      expect(printed('--recipe', file)).toEqual(off);
      expect(printed('--recipe', file, '--elision')).toEqual(recipe);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  it.each(['{"model": "sma', 'null', '[1]', '{"model": "small"}'])(
    'names the file that holds no recipe: %s',
    (text) => {
      const directory = mkdtempSync(join(tmpdir(), 'ibp-flags-'));
      try {
        const file = join(directory, 'cut.json');
        writeFileSync(file, text);
        expect(() => parse('--recipe', file)).toThrow(`${file}: expected a recipe, got `);
      } finally {
        rmSync(directory, { recursive: true });
      }
    },
  );

  describe('of published recipes', () => {
    const mnist = { ...configuration, dataset: 'mnist' } as Configuration;
    const recipeOf = (...argv: string[]) => (parseFlags(mnist, argv) as { recipe: Recipe }).recipe;

    it('takes the one for the radius, scales it, and changes its fields', () => {
      expect(recipeOf('--recipe', 'sabr')).toMatchObject({
        epsilon: 0.1,
        method: { name: 'sabr', ratio: 0.4 },
      });
      const flags = ['--recipe', 'sabr', '--epsilon', '0.3', '--scale', '0.1', '--kappa-start', '0.2'];
      expect(recipeOf(...flags)).toMatchObject({
        epsilon: 0.3,
        epsilonTrain: 0.3,
        steps: 1645,
        kappaStart: 0.2,
        method: { name: 'sabr', ratio: 0.6 },
      });
      const others = ['--augment', 'flip', '--from', 'a', '--epsilon-ramp', '0'];
      expect(recipeOf(...others)).toMatchObject({ augment: 'flip', from: 'a', epsilonRamp: 0 });
    });

    it('says what it would train and with what', () => {
      expect(parseFlags(mnist, ['--recipe', 'ibp', '--print-recipe', '--specs', '3'])).toMatchObject({
        command: 'print-recipe',
        chosen: { source: expect.stringContaining('Gowal'), recipe: { steps: 60_000, specs: 3 } },
      });
    });

    it('is part of what a resumed run must share', () => {
      const identity = runIdentity(recipeOf('--recipe', 'sabr'));
      expect(identity.method).toContain('"ratio":0.4');
      expect(Object.values(identity).every((value) => typeof value !== 'object' || value === null)).toBe(
        true,
      );
      expect(Object.keys(runIdentity(recipe)).sort()).toEqual(
        Object.keys(recipe)
          .filter((key) => !['epsilon', 'decays'].includes(key))
          .sort(),
      );
    });
  });

  it.each([
    ['--recipe best', 'Allowed choices are paper, or a .json file.'],
    ['--test-examples 0', 'Expected a whole number above 0.'],
    ['--batch-size 1.5', 'Expected a whole number above 0.'],
    ['--steps NaN', 'Expected a whole number of 0 or more.'],
    ['--steps 1e99', 'Expected a whole number of 0 or more.'],
    ['--epsilon /255', 'Expected a radius from 0 to 1'],
    ['--epsilon 8/0', 'Expected a radius from 0 to 1'],
    ['--warm-up -0.1', 'Expected a number of 0 or more, or a fraction such as 8/255.'],
    ['--threads 100000', 'Expected a whole number from 1 to 256.'],
    ['--out=', 'Expected a path.'],
    ['trian', "unknown command 'trian'\n(Did you mean train?)"],
    ['certifi', "unknown command 'certifi'\n(Did you mean certify?)"],
    ['train fast', "expected no further argument for 'train', got 'fast'"],
    ['evaluate here there', "expected no further argument for 'evaluate', got 'there'"],
    ['check a.json run b.json --epsilon 0.1', "expected no further argument for 'check', got 'b.json'"],
    ['--learning-rate fast', 'expected "value,value@step,..."'],
    ['certify --budget 0', 'Expected a number above 0, or a fraction such as 8/255.'],
    ['--epsilon 8', 'Expected a radius from 0 to 1, in the units of images in [0, 1], such as 8/255.'],
    ['--epsilon-train 1.5', 'Expected a radius from 0 to 1'],
    ['evaluate --epsilon -0.1', 'Expected a radius from 0 to 1, in the units of images in [0, 1].'],
    ['certify --epsilon 8', 'Expected a radius from 0 to 1'],
    ['explain 3 --epsilon 256/255', 'Expected a radius from 0 to 1'],
    ['check a.json', "required option '--epsilon <radius>' not specified"],
    ['radius --no-proofs', "unknown option '--no-proofs'"],
    ['campaign submit --redis redis://a --store b --no-proofs', "unknown option '--no-proofs'"],
    ['campaign collect --redis redis://a --store b --no-proofs', 'expected --shards beside it, got a queue'],
    ['certify --require most', 'Expected verified, unbroken, or a share such as 0.9 or 90%.'],
    ['train --channels 2', 'Expected 3 for colour or 1 for grey.'],
    ['certify --range 1,0', 'Expected the least and the greatest value, such as 0,1.'],
    ['radius --most 8', 'Expected a radius from 0 to 1'],
    ['--engine-options [1]', 'Expected an object in JSON, such as {"forms":"measured"}.'],
    ['--engine-options {', 'Expected an object in JSON'],
    ['--minutes 0', 'Expected a number above 0'],
    ['certify runs/one --arithmetic float16', 'Allowed choices are real, any-order-float32'],
    [
      'check a.json runs/one --epsilon 0.1 --arithmetic float16',
      'Allowed choices are real, any-order-float32',
    ],
    [
      'check a.json net.onnx --format marabou --arithmetic any-order-float32',
      '--arithmetic: expected real of a proof of --format marabou, got any-order-float32',
    ],
    [
      'campaign collect --redis redis://localhost --store s --arithmetic any-order-float32',
      '--arithmetic: expected --shards beside it, got a queue, which knows its own',
    ],
  ])('refuses %s before anything is loaded', (flags, message) => {
    const exit = jest.spyOn(process, 'exit').mockImplementation((code) => {
      throw new Error(`exit ${code}`);
    });
    const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    try {
      expect(() => parse(...flags.split(' '))).toThrow('exit 2');
      expect(write.mock.calls.join()).toContain(message);
    } finally {
      exit.mockRestore();
      write.mockRestore();
    }
  });

  it.each([
    [
      ['--warm-up', '0.7', '--ramp', '0.4'],
      '--warm-up, --ramp: expected shares from 0 to 1 that add up to 1',
    ],
    [['--kappa-start', '2'], '--kappa-start: expected a weight from 0 to 1, got 2'],
    [['--average-from', '2'], '--average-from: expected a share from 0 to 1, got 2'],
  ])('names the flags %s where together they make no recipe', (flags, message) => {
    expect(() => parse(...flags)).toThrow(message);
  });

  it('names the flag that is at odds with the recipe, or the field where there is no flag', () => {
    const parseWith = (change: Partial<Recipe>, ...argv: string[]) =>
      parseFlags({ ...configuration, recipes: { paper: { ...recipe, ...change } } }, argv);
    expect(() => parseWith({ method: { name: 'diffai' } }, '--no-elision')).toThrow(
      '--no-elision: expected method ibp, which alone can do without elision, got diffai',
    );
    expect(() => parseWith({ regularizers: { l1: -1 } })).toThrow(
      'recipe: regularizers.l1: expected a weight >= 0, got -1',
    );
  });

  it('evaluates a folder at another radius', () => {
    expect(parse('evaluate', '--out', 'here', '--epsilon', '0.3')).toMatchObject({
      command: 'evaluate',
      epsilon: 0.3,
      settings: { out: 'here' },
    });
  });
});
