import { stream } from '@ibp/testing';
import { python, second } from './both';
import { type Case, caseOf } from './case';
import { changedIn, type Json, ofAnyType } from './changed';
import { made } from './made';

/** Cases of the network of relus, and a statement about it that has a counter-example. */
async function reluCases(): Promise<{ proofs: Case[]; refuted: Case }> {
  const all = await made(18, 1);
  const real = all.filter(({ arithmetic }) => arithmetic === 'real');
  return {
    proofs: real.filter(({ certificate }) => certificate.examples[0]!.verdict.status === 'verified'),
    refuted: real.find(({ name }) => name === 'relu: witness')!,
  };
}

// where there is none, `npm run agree` says so, and fails in CI
if (python) {
  const cases = reluCases();

  it('the core confirms what it knows of without what else there is', async () => {
    const { proofs } = await cases;
    const kinds = [
      'ibp',
      'crown, hidden units by intervals',
      'crown with slopes',
      'tree with slopes and betas',
    ];
    const own = kinds.flatMap((kind) => proofs.filter(({ name }) => name === `relu: ${kind}`));
    expect(await second(own, '--core')).toEqual(kinds.map(() => 'confirmed'));
    const others = proofs.filter(({ name }) => ['relu: box tree', 'relu: unchecked'].includes(name));
    expect(await second(others, '--core')).toEqual(['not confirmable', 'not confirmable']);
  });

  it('the core confirms nothing that is false, whatever a certificate says', async () => {
    const { proofs, refuted } = await cases;
    expect(await second([refuted])).toEqual(['confirmed']);
    const next = stream(3);
    const { asked } = refuted;
    const classes = proofs.filter(
      ({ certificate }) => certificate.examples[0]!.unsafe.kind === 'other-class',
    );
    const tries = classes.flatMap((one) =>
      Array.from({ length: 12 }, (_, k) => {
        const certificate = structuredClone(one.certificate) as unknown as { examples: { verdict: Json }[] };
        const [example] = certificate.examples;
        for (let n = 0; n < k; n++) example!.verdict = changedIn(example!.verdict, next, ofAnyType);
        return { ...one, asked, certificate };
      }),
    );
    const found = await second(tries, '--core');
    expect(found.length).toBeGreaterThan(200);
    expect(found).toEqual(expect.arrayContaining(['rejected', 'not confirmable']));
    expect(found).not.toContain('confirmed');
  });

  it('the core asks for all that a proof rests on', async () => {
    const { refuted } = await cases;
    const conjunctions = [0, 1];
    const node = refuted.network.nodes.findIndex(({ op }) => op === 'relu') - 1;
    const [low, high] = ['inactive', 'active'].map((side) => ({ node, unit: 1, side, at: -1e6 }));
    const tree = (...leaves: object[]) => ({ kind: 'tree', conjunctions, intermediate: 'ibp', leaves });
    // no input is on the lower side, and whatever is said of the upper one has to be a bound
    const wrong = {
      'a side left out': tree({ splits: [low] }),
      'a side that is none': tree(...['up', 'down'].map((side) => ({ splits: [{ ...low, side }] }))),
      'a beta below 0': tree({ splits: [low] }, { splits: [high], betas: [-1] }),
      'a conjunction left out': { ...tree({ splits: [] }), conjunctions: [] },
      'a conjunction twice': { ...tree({ splits: [low] }, { splits: [high] }), conjunctions: [0, 0] },
      'a conjunction of another box': { ...tree({ splits: [low] }, { splits: [high] }), box: -1 },
    };
    const having = ({ certificate, ...about }: Case, proof: object) => {
      const examples = [{ ...certificate.examples[0]!, verdict: { status: 'verified', proofs: [proof] } }];
      return { ...about, certificate: { ...certificate, examples } };
    };
    const found = await second(
      Object.values(wrong).map((proof) => having(refuted, proof)),
      '--core',
    );
    expect(Object.keys(wrong).map((what, k) => [what, found[k]])).toEqual(
      Object.keys(wrong).map((what) => [what, 'rejected']),
    );
  });

  it('the core takes no multiplier of a row that is below 0', async () => {
    const { refuted } = await cases;
    const box = { lower: new Float64Array(4), upper: new Float64Array(4).fill(1) };
    // z + 1000 is above 0 wherever, so that z + 1000 >= 0 cannot be refuted, and its negative is
    const unsafe = [{ c: Float64Array.of(1, 0, 0), d: Float64Array.of(1000) }];
    const ibp = { kind: 'ibp' as const, conjunctions: [0] };
    const given = await caseOf(
      'turned round',
      refuted.network,
      { boxes: [box], unsafe },
      { status: 'verified', proofs: [ibp] },
    );
    const { certificate, ...about } = given;
    const turned = { ...ibp, multipliers: [[-1]] };
    const examples = [{ ...certificate.examples[0]!, verdict: { status: 'verified', proofs: [turned] } }];
    const tries = [given, { ...about, certificate: { ...certificate, examples } }];
    expect(await second(tries, '--core')).toEqual(['not confirmable', 'rejected']);
  });
}
