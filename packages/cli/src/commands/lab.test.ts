import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodePlainNetwork, networkHash } from '@ibp/exact';
import { disposeNetwork } from '@ibp/layers';
import { plainNetwork } from '@ibp/verify';
import { readCommand } from '../flags';
import { ibpFront } from '../front/ibp';
import { loadModel } from '../load-model';
import { port } from '../numbers';
import { run } from '../run';
import { digits, tinyRecipe, tinySettings } from '../testing';
import { labCommand } from './lab-command';
import { labRun } from './lab-run';

let folder: string;
let log: jest.SpyInstance;
let errorLog: jest.SpyInstance;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ibp-lab-'));
  log = jest.spyOn(console, 'log').mockReturnValue();
  errorLog = jest.spyOn(console, 'error').mockReturnValue();
});
afterEach(async () => {
  log.mockRestore();
  errorLog.mockRestore();
  await rm(folder, { recursive: true });
});

it('serves the page with a run, its recipe and test images, until it is told to end', async () => {
  const out = join(folder, 'mine');
  const settings = tinySettings(out, { trackExamples: 0 });
  await run(digits, { command: 'train', recipe: tinyRecipe, settings });
  await writeFile(join(folder, 'index.html'), '<h1>the lab</h1>');
  log.mockClear();
  const { testExamples, ...all } = settings;
  const ended = labCommand(digits, { ...all, network: out }, { open: false, folder });
  while (log.mock.calls.length === 0) {
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 20))]);
  }
  const [said] = log.mock.calls[0] as [string];
  const url = said.replace('lab: ', '');
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#model\?run=served&eps=0.05&least=0&most=1$/);
  const ask = (path: string) => fetch(new URL(path, url));
  expect(await (await ask('')).text()).toBe('<h1>the lab</h1>');
  expect(await (await ask('run/run.json')).json()).toMatchObject({
    ...{ title: 'mine', inputs: true },
    recipe: { model: 'small', steps: 12, epsilon: 0.05 },
  });
  const network = await decodePlainNetwork(
    new Uint8Array(await (await ask('run/network.safetensors')).arrayBuffer()),
  );
  expect(network.nodes[0]!.shape).toEqual([28, 28, 1]);
  const rows = (await (await ask('run/inputs.csv')).text()).trim().split('\n');
  expect([rows.length, rows[0]!.split(',').length, rows[0]!.slice(0, 11)]).toEqual([21, 785, 'label,x0,x1']);
  expect((await ask(`..%2fmine/run.json`)).status).toBe(404);
  process.emit('SIGINT');
  await ended;
  await expect(ask('')).rejects.toThrow();
});

it('opens a model, without images where no data is named', async () => {
  const network = 'zoo:digits-0.1-small';
  const { configuration } = readCommand(ibpFront, ['lab', network, '--no-open', '--port', '1234']);
  const settings = { ...tinySettings(join(folder, 'out')), network };
  const found = await labRun(configuration, settings, undefined);
  expect(Object.keys(found).sort()).toEqual(['network', 'title']);
  expect(found.title).toBe(network);
  const itself = await loadModel(network);
  expect(await networkHash(await decodePlainNetwork(found.network))).toBe(
    await networkHash(await plainNetwork(itself)),
  );
  disposeNetwork(itself);
  await expect(labRun(configuration, { ...settings, epsilonScale: 'a' }, undefined)).rejects.toThrow(
    'lab: expected one radius for all features, got --epsilon-scale',
  );
  expect([port('1'), port('65535')]).toEqual([1, 65_535]);
  for (const text of ['0', '65536', '80.5', 'x']) expect(() => port(text)).toThrow('a port from 1 to 65535');
});
