import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { folderStore } from '../store/folder';
import type { Store } from '../store/store';
import { tinyCampaign, tinyInputs } from '../testing/campaign';
import { campaignText, parseCampaign } from './campaign';
import { caseAt, caseId } from './cases';
import { decodeInputs, encodeInputs, statementAt } from './inputs';
import { loadCampaign } from './load';

let folder: string;
let store: Store;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ibp-campaign-'));
  store = folderStore(folder);
});
afterEach(() => rm(folder, { recursive: true }));

describe('a campaign', () => {
  it('has a case for each network, radius and example, and one text', async () => {
    const { campaign } = await tinyCampaign(store, { count: 3, epsilons: [0.1, 0.2] });
    const two = { ...campaign, networks: [campaign.networks[0]!, 'f'.repeat(64)] };
    expect([0, 4, 11].map((number) => caseAt(two, number))).toEqual([
      { number: 0, network: two.networks[0], epsilon: 0.1, place: 0 },
      { number: 4, network: two.networks[0], epsilon: 0.2, place: 1 },
      { number: 11, network: 'f'.repeat(64), epsilon: 0.2, place: 2 },
    ]);
    expect(() => caseAt(two, 12)).toThrow('campaign: expected cases from 0 to 11, got 12');
    const turned = Object.fromEntries(Object.entries(campaign).reverse()) as typeof campaign;
    expect(campaignText(turned)).toEqual(campaignText(campaign));
  });

  it('has ids that stay over campaigns, and change with whatever a result depends on', async () => {
    const { campaign, inputs } = await tinyCampaign(store, { count: 4 });
    const idOf = (changed: object, of = inputs, number = 1) => {
      const other = { ...campaign, ...changed };
      return caseId(other, of, caseAt(other, number));
    };
    const id = idOf({});
    expect(id).toMatch(/^[0-9a-f]{64}$/);
    const fewer = { ...inputs, x: inputs.x.slice(0, 4), labels: inputs.labels.slice(0, 2) };
    expect(idOf({ name: 'another', count: 2 }, fewer)).toBe(id);
    const x = inputs.x.slice();
    x[2] = x[2]! + 1e-7;
    const others = [
      idOf({ networks: ['0'.repeat(64)] }),
      idOf({ epsilons: [0.06] }),
      idOf({ method: { ...campaign.method, nodes: 51 } }),
      idOf({ software: '1.2.4' }),
      idOf({}, { ...inputs, x }),
      idOf({}, { ...inputs, labels: inputs.labels.map((label) => 1 - label) }),
      idOf({}, { ...inputs, range: [0, 2] }),
      idOf({}, { ...inputs, scale: [1, 0] }),
      idOf({}, inputs, 2),
    ];
    expect(new Set([id, ...others]).size).toBe(others.length + 1);
  });

  it.each([
    [{ version: 2 }, 'campaign: expected one of version 1, got version 2'],
    [{ networks: ['../../etc/passwd'] }, 'campaign: networks.0: expected a SHA-256 in hexadecimal'],
    [{ networks: [] }, 'campaign: networks: Invalid length'],
    [{ epsilons: [-1] }, 'campaign: epsilons.0: Invalid value'],
    [{ count: 2 ** 40 }, 'campaign: expected at most 4294967296 cases, got 1099511627776'],
    [{ code: 'rm -rf' }, 'campaign: code: Invalid key'],
  ])('refuses %j', async (changed, message) => {
    const { campaign } = await tinyCampaign(store);
    expect(() => parseCampaign({ ...campaign, ...changed })).toThrow(message);
  });

  it('says what is not in the store, or not what its name says', async () => {
    const { id, campaign, network } = await tinyCampaign(store);
    expect((await network(campaign.networks[0]!)).nodes).toHaveLength(4);
    await store.write('files', campaign.networks[0]!, new TextEncoder().encode('{}'));
    const loaded = await loadCampaign(store, id);
    await expect(loaded.network(campaign.networks[0]!)).rejects.toThrow(
      /store: expected a network .*, got other content, 44136fa/,
    );
    await store.remove('files', campaign.networks[0]!);
    await expect((await loadCampaign(store, id)).network(campaign.networks[0]!)).rejects.toThrow(
      /store: expected a network \w{64} in .*ibp-campaign-.*, got none/,
    );
    await expect(loadCampaign(store, 'a'.repeat(64))).rejects.toThrow(
      /store: expected a campaign a{64} in .*, got none/,
    );
    await expect(loadCampaign(store, '../x')).rejects.toThrow(
      'store: expected a SHA-256 in hexadecimal, got "../x"',
    );
  });
});

describe('inputs', () => {
  it('come back as they were, and state what is asked', () => {
    const inputs = { ...tinyInputs(3), scale: [1, 0] };
    const read = decodeInputs(encodeInputs(inputs));
    expect(read).toEqual(inputs);
    expect(statementAt(read, 2, 0.5)).toEqual({
      ...{ x: inputs.x.slice(4, 6), label: inputs.labels[2], classes: 2, epsilon: [0.5, 0], range: [0, 1] },
    });
  });

  it.each([
    [{ labels: [0, 2, 1] }, 'inputs: expected labels below 2, got 2 at example 1'],
    [{ labels: [0] }, 'inputs: expected 2 values of 1 examples, got 6'],
    [{ labels: [], x: new Float32Array() }, 'inputs: expected at least one example, got none'],
    [{ range: [0.9, 0.1] }, 'inputs: expected a range from less to more, got 0.9 to 0.1'],
    [
      { x: Float32Array.of(0, 0, 0, Number.NaN, 0, 0) },
      'inputs: expected values from 0 to 1, got NaN in example 1',
    ],
    [{ scale: [1] }, 'inputs: expected a scale of 2 numbers of 0 or more, got 1'],
    [{ classes: 1 }, 'inputs: expected at least 2 classes, got 1'],
  ])('refuses %j', (changed, message) => {
    expect(() => encodeInputs({ ...tinyInputs(3), ...changed } as never)).toThrow(message);
  });

  it('refuses files of another kind', () => {
    expect(() => decodeInputs(new Uint8Array(20))).toThrow('inputs: expected a whole safetensors file');
  });
});
