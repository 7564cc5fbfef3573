import { autoPgd, pgd } from '@ibp/attack';
import type { Arithmetic, Solver } from '@ibp/exact';
import { type Engine, ibp } from '@ibp/layers';
import { crownIbp } from '@ibp/relax';
import {
  accompanied,
  alphaCrownStage,
  attackStage,
  boundStage,
  branchAndBoundStage,
  cleanStage,
  lpStage,
  lpTreeStage,
  mipStage,
  propertyStage,
  provedBeforeStage,
  rigorousStage,
  type Stage,
} from '@ibp/verify';
import type { Baseline } from './baseline';
import { completeOf } from './complete';
import type { CascadeSettings } from './flags';

type Choices = Pick<CascadeSettings, 'mode' | 'pgdSteps' | 'pgdRestarts' | 'autoPgd' | 'complete'> & {
  /** Whether verdicts come with proofs in exact arithmetic, of which a certificate is made; true unless given. */
  readonly proofs?: boolean | undefined;
  /** Real numbers unless given. */
  readonly arithmetic?: Arithmetic | undefined;
  /** The most parts of the box that a search bounds: it ends alike on every machine. No limit unless given. */
  readonly nodes?: number;
};
type Parts = {
  readonly solver: Solver;
  readonly engine: Engine | undefined;
  readonly elision: boolean;
  readonly baseline?: Baseline | undefined;
};

/** A stage whose proofs hold in exact arithmetic, under the name that it has without: certificates confirm them. */
const named = (name: string, stage: Stage): Stage => ({ ...stage, name });

/** A stage that leaves nothing for others to check: what it found of proofs nobody has confirmed. */
const bare = (stage: Stage): Stage => ({
  ...stage,
  run: async (...asked) => (await stage.run(...asked)).map(({ evidence: _, ...finding }) => finding),
});

/**
 * Parts that branch and bound looks at where solvers follow. Of MNIST's test set the README's network has 43 images that come so
 * far: all but five take fewer, and those five it had not decided in 30 s each.
 */
const partsBeforeSolvers = 200;

/**
 * The cascade of the paper's exact verification, cheapest first. Without proofs its stages are the same, and what they take for proved:
 * but nothing is bounded once more in exact arithmetic, and no solver's word is proved again.
 *
 * @throws where a solver is to decide what has to be proved in exact arithmetic.
 */
export function stagesOf(settings: Choices, { solver, engine, elision, baseline }: Parts): Stage[] {
  const {
    mode,
    arithmetic = 'real',
    pgdSteps: steps,
    pgdRestarts: restarts,
    complete,
    proofs = true,
  } = settings;
  const before = baseline ? [provedBeforeStage(baseline.proofs)] : [];
  const engineOption = engine ? { engine } : {};
  const nodes = settings.nodes === undefined ? {} : { maxNodes: settings.nodes };
  // most of what breaks does so at once, and what a cheap proof settles then need not be attacked at length
  const glance = attackStage('pgd', pgd({ steps: Math.min(steps, 20), ...engineOption }));
  const attacks = [
    attackStage('pgd', pgd({ steps, restarts, ...engineOption })),
    ...(settings.autoPgd ? [attackStage('auto-pgd', autoPgd(engineOption))] : []),
  ];
  // of a network trained with IBP, intervals are hardly wider than what backward passes give, and much cheaper to check
  const intermediate = 'ibp' as const;
  // what steps along gradients do not decide in few parts, what follows does sooner; it has half of the time at least
  const few = { share: 0.5, maxNodes: Math.min(settings.nodes ?? partsBeforeSolvers, partsBeforeSolvers) };
  const limits = (complete.at(-1) ?? 'branch-and-bound') === 'branch-and-bound' ? nodes : few;
  // a part takes longer, for hidden units are bounded anew in it, and far fewer are needed
  const clipAndVerify = (rigorous: boolean) =>
    propertyStage({ strategy: 'branch-and-bound', rigorous, ...nodes });
  if (mode === 'rigorous') {
    const searches = completeOf(mode, complete.length > 0 ? complete : undefined);
    return [
      cleanStage(),
      rigorousStage('ibp'),
      ...before,
      glance,
      rigorousStage('crown'),
      alphaCrownStage({ intermediate, rigorous: true, batch: 100, ...engineOption }),
      ...attacks,
      ...searches.map((name) =>
        name === 'clip-and-verify'
          ? clipAndVerify(true)
          : branchAndBoundStage({ intermediate, rigorous: true, ...limits, ...engineOption }),
      ),
    ];
  }
  const refine = (point: Float32Array) => pgd({ steps, start: () => point, ...engineOption });
  // a solver's word is no proof: what it decides is proved again, in few parts where steps along gradients took many
  const again = lpTreeStage({ solver, ...(settings.nodes === undefined ? {} : { leaves: settings.nodes }) });
  const shown = (stage: Stage) => (proofs ? stage : bare(stage));
  const proved = (stage: Stage, times = 1) => (proofs ? accompanied(stage, again, { times }) : bare(stage));
  const last: { readonly [K in (typeof complete)[number]]: Stage } = {
    mip: proved(mipStage({ solver, refine, proofs }), 4),
    'branch-and-bound': named(
      'branch-and-bound',
      shown(branchAndBoundStage({ intermediate, rigorous: proofs, ...limits, ...engineOption })),
    ),
    'clip-and-verify': named('clip-and-verify', shown(clipAndVerify(proofs))),
  };
  // row after row, where branch and bound takes all at once: what it leaves is for solvers
  const lp = proved(lpStage({ solver, refine, proofs }));
  return [
    cleanStage(),
    ...(arithmetic === 'real'
      ? [
          boundStage('ibp', ibp({ elide: elision }), engineOption),
          boundStage('crown-ibp', crownIbp(), { batch: 10, ...engineOption }),
        ]
      : // bounds of one program in float32 show nothing of others
        [rigorousStage('ibp'), rigorousStage('crown')]),
    ...before,
    glance,
    named(
      'alpha-crown',
      shown(alphaCrownStage({ intermediate, rigorous: proofs, batch: 100, ...engineOption })),
    ),
    ...attacks,
    // a search that bounds hidden units anew proves what a linear program does, and sooner: it needs none before it
    ...(complete.includes('mip') || complete[0] === 'clip-and-verify' ? [] : [lp]),
    ...complete.flatMap((name) => (name === 'mip' ? [lp, last.mip] : [last[name]])),
  ];
}
