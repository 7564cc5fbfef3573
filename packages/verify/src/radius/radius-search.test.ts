import { float32Range, ofFeature } from '@ibp/bounds';
import { disposeNetwork, ibp, type Network } from '@ibp/layers';
import { attackStage } from '../cascade/stages/attack';
import { cleanStage } from '../cascade/stages/clean';
import { planeNetwork, points, stageOf } from '../cascade/testing';
import { bound } from '../testing/engine-bound';
import type { Radius } from './bisect';
import { type RadiusOptions, radiusSearch } from './radius-search';

/** Moves both coordinates against the label by the whole radius: for the plane, the best attack there is. */
const corner = attackStage('corner', async (_, { x, epsilon, range }) => {
  const [least, greatest] = float32Range(range, 0);
  const [a, b] = x.dataSync() as unknown as [number, number];
  const inside = ofFeature(epsilon, 0) * (1 - 1e-6);
  const witness = Float32Array.of(Math.max(a - inside, least), Math.min(b + inside, greatest));
  return { examples: [{ witness }] };
});

async function radii(net: Network, options: RadiusOptions, ...xy: [number, number][]): Promise<Radius[]> {
  const all: Radius[] = [];
  for await (const radius of radiusSearch(net, points(...xy), options)) all.push(radius);
  return all;
}

describe('radiusSearch', () => {
  let net: Network;
  const stages = [cleanStage(), bound('ibp', ibp()), corner];
  beforeEach(() => {
    net = planeNetwork();
  });
  afterEach(() => disposeNetwork(net));

  it('finds the distance to the border from both sides', async () => {
    // the border is where the two coordinates meet: half their difference away
    const [near, far] = await radii(net, { stages, tolerance: 1e-4 }, [0.6, 0.4], [0.9, 0.1]);
    expect(near!.certified).toBeGreaterThan(0.1 - 2e-4);
    expect(near!.certified).toBeLessThan(0.1);
    expect(near!.falsified).toBeGreaterThan(0.1);
    expect(near!.falsified).toBeLessThan(0.1 + 2e-4);
    expect(far!.certified).toBeCloseTo(0.4, 3);
    expect(far!.falsified).toBeCloseTo(0.4, 3);
    expect(far!.witness).toHaveLength(2);
    expect(far!.questions).toBeLessThan(30);
  });

  it('tells that an example is wrong as it is', async () => {
    const [wrong] = await radii(net, { stages }, [0.4, 0.6]);
    expect(wrong).toMatchObject({ certified: -1, falsified: 0, questions: 1 });
  });

  it('needs no bisection where the greatest radius is certified', async () => {
    const [sure] = await radii(net, { stages, most: 0.05 }, [0.6, 0.4]);
    expect(sure).toMatchObject({ certified: 0.05, falsified: Number.POSITIVE_INFINITY, questions: 2 });
  });

  it('ends where no number is left between, whatever the tolerance', async () => {
    const [near] = await radii(net, { stages, tolerance: 1e-300 }, [0.6, 0.4]);
    expect(near!.certified).toBeCloseTo(0.1, 5);
    expect(near!.questions).toBeLessThan(200);
  });

  it('leaves a gap where methods cannot decide', async () => {
    // proves up to 0.03 and breaks from 0.2 on
    const proof = stageOf('proof', () => ({}));
    const timid: typeof proof = {
      ...proof,
      run: async (questions, context) =>
        questions.map(({ open, x }) =>
          ofFeature(context.epsilon, 0) <= 0.03
            ? { proved: open }
            : ofFeature(context.epsilon, 0) >= 0.2
              ? { candidate: Float32Array.of(x[0]! - 0.19, x[1]! + 0.19) }
              : {},
        ),
    };
    const [gap] = await radii(net, { stages: [timid], tolerance: 1e-3 }, [0.6, 0.4]);
    expect(gap!.certified).toBeCloseTo(0.03, 2);
    expect(gap!.certified).toBeLessThanOrEqual(0.03);
    expect(gap!.falsified).toBeCloseTo(0.19, 3);
  });

  it.each([
    [{ tolerance: 0 }, 'expected a tolerance of more than 0, got 0'],
    [{ most: -1 }, 'expected most to be a finite radius >= 0, got -1'],
  ])('refuses %p', async (wrong, message) => {
    const { x, labels } = points([0.6, 0.4]);
    const search = radiusSearch(net, { x, labels }, { stages, ...wrong });
    await expect(search.next()).rejects.toThrow(message);
    x.dispose();
  });
});
