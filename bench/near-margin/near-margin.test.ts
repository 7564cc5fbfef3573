import { type Arithmetic, checkCertificate, createCertificate, type ExampleOutcome } from '@ibp/exact';
import { broken } from './broken';
import { type NearMargin, nearMargin } from './near-margin';
import { runtimes } from './runtimes';

const kinds = ['dense', 'deep', 'convolutional'] as const;

/** How many of the inputs each runtime breaks. */
async function brokenOf(all: readonly NearMargin[]): Promise<{ [runtime: string]: number }> {
  const found: { [runtime: string]: number } = {};
  for (const [name, run] of Object.entries(runtimes)) {
    found[name] = 0;
    for (const { network, inputs } of all) found[name] += broken(await run(network, inputs));
  }
  return found;
}
const drawn = (arithmetic: Arithmetic, seeds: readonly number[]) =>
  kinds.flatMap((kind) => seeds.map((seed) => nearMargin(kind, arithmetic, seed)));
const none = Object.fromEntries(Object.keys(runtimes).map((name) => [name, 0]));

it('no runtime here breaks what is proved by the least in any-order-float32', async () => {
  const all = drawn('any-order-float32', [1, 2, 3]);
  expect(await brokenOf(all)).toEqual(none);
  // and the checker proves it
  const arithmetic = 'any-order-float32';
  for (const { network, inputs } of all) {
    const statement = { x: inputs[0]!, label: 0, classes: 2, epsilon: 0, range: [0, 1] } as const;
    const outcome: ExampleOutcome = {
      ...{ index: 0, statement },
      verdict: { status: 'verified', proofs: [{ kind: 'crown', conjunctions: [0], intermediate: 'ibp' }] },
    };
    const certificate = await createCertificate(network, [outcome], { mode: 'rigorous', arithmetic });
    const { confirmed } = await checkCertificate(certificate, network, [statement], { arithmetic });
    expect(confirmed.verified).toBe(1);
  }
});

it('nor at the corners of a ball', async () => {
  const balls = (['dense', 'deep'] as const).map((kind) => nearMargin(kind, 'any-order-float32', 1, 1e-4));
  expect(await brokenOf(balls)).toEqual(none);
});

it('every one breaks something that is proved by the least of real numbers', async () => {
  for (const count of Object.values(await brokenOf(drawn('real', [1, 2, 3])))) {
    expect(count).toBeGreaterThan(0);
  }
});
