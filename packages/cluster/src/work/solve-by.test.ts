import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ibp } from '@ibp/layers';
import { boundStage, cleanStage, type Stage } from '@ibp/verify';
import * as tf from '@tensorflow/tfjs-core';
import type { LoadedCampaign } from '../campaign/load';
import { folderStore } from '../store/folder';
import { tinyCampaign } from '../testing/campaign';
import { solveBy } from './solve-by';
import type { SolveRequest } from './work';

const count = 8;
const all = [...Array(count).keys()];

let folder: string;
let loaded: LoadedCampaign;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ibp-solve-by-'));
  loaded = await tinyCampaign(folderStore(folder), { count });
});
afterEach(() => rm(folder, { recursive: true }));

/** Which places each stage saw, and how often stages were made and closed. */
function watched() {
  const seen: { [stage: string]: number[] } = {};
  const happened = { made: 0, closed: 0 };
  const watching = (stage: Stage): Stage => ({
    ...stage,
    run: (questions, context) => {
      for (const { index } of questions) seen[stage.name] = [...(seen[stage.name] ?? []), index];
      return stage.run(questions, context);
    },
  });
  /** Takes one at a time, and leaves all open. */
  const long: Stage = {
    name: 'long',
    batch: 1,
    run: async () => [{}],
    close: async () => {
      happened.closed += 1;
    },
  };
  const solve = solveBy(() => {
    happened.made += 1;
    return [cleanStage(), boundStage('ibp', ibp()), long].map(watching);
  });
  return { solve, seen, happened };
}

async function settle(solve: ReturnType<typeof watched>['solve'], more: Partial<SolveRequest>) {
  const { campaign, inputs, network } = loaded;
  const networkHash = campaign.networks[0]!;
  const asked = { networkHash, network: await network(networkHash), inputs, method: campaign.method };
  const found = [];
  // so wide that intervals prove nothing
  const request = { ...asked, places: all, epsilon: 0.3, quick: false, ...more };
  for await (const { seconds: _, ...one } of solve(request)) found.push(one);
  return found.sort((a, b) => a.index - b.index);
}

it('keeps network and stages until others are asked for', async () => {
  const before = tf.memory().numTensors;
  const { solve, happened } = watched();
  await settle(solve, { places: [0, 1], quick: true });
  await settle(solve, { places: [2] });
  await settle(solve, { places: [2], epsilon: 0.01 });
  expect(happened).toEqual({ made: 1, closed: 0 });
  await settle(solve, { method: { ...loaded.campaign.method, seed: 2 } });
  expect(happened).toEqual({ made: 2, closed: 1 });
  await solve.close();
  await solve.close();
  expect(happened).toEqual({ made: 2, closed: 2 });
  expect(tf.memory().numTensors).toBe(before);
});

it('goes on with what a chunk left open, and comes to what a job of its own comes to', async () => {
  const { solve, seen } = watched();
  const quick = await settle(solve, { quick: true });
  const open = quick.filter(({ verdict }) => verdict.status === 'unknown').map(({ index }) => index);
  expect(open.length).toBeGreaterThan(1);
  expect(seen.long).toBeUndefined();
  const [first, second] = open as [number, number];
  const went = await settle(solve, { places: [first] });
  expect([seen.ibp!.filter((place) => place === first), seen.long]).toEqual([[first], [first]]);
  // at another radius nothing is known of it, and once it is settled nothing is kept
  await settle(solve, { places: [second], epsilon: 0.31 });
  expect(seen.ibp!.filter((place) => place === second)).toEqual([second, second]);
  expect(await settle(solve, { places: [first] })).toEqual(went);
  expect(seen.ibp!.filter((place) => place === first)).toEqual([first, first]);
  await solve.close();

  const { solve: fresh } = watched();
  expect(await settle(fresh, { places: [first] })).toEqual(went);
  await fresh.close();
});

it('has a network for each of two requests at once', async () => {
  const { solve, happened } = watched();
  const [one, other] = await Promise.all([
    settle(solve, { places: [0, 1] }),
    settle(solve, { places: [2, 3], method: { ...loaded.campaign.method, seed: 2 } }),
  ]);
  expect([one.length, other.length, happened]).toEqual([2, 2, { made: 2, closed: 1 }]);
  await solve.close();
  expect(happened.closed).toBe(2);
});
