import { pgd } from '@ibp/attack';
import type { Solver } from '@ibp/exact';
import { type Engine, ibp } from '@ibp/layers';
import { crownIbp } from '@ibp/relax';
import {
  alphaCrownStage,
  attack,
  bound,
  branchAndBoundStage,
  clean,
  lp,
  mip,
  rigorous,
  type Stage,
} from '@ibp/verify';
import type { CascadeSettings } from './flags';

type Choices = Pick<CascadeSettings, 'mode' | 'pgdSteps' | 'pgdRestarts' | 'complete'>;
type Parts = { readonly solver: Solver; readonly engine: Engine | undefined; readonly elision: boolean };

/** The cascade of the paper's exact verification, cheapest first. */
export function stagesOf(settings: Choices, { solver, engine, elision }: Parts): Stage[] {
  const { mode, pgdSteps: steps, pgdRestarts: restarts, complete } = settings;
  const engineOption = engine ? { engine } : {};
  const search = attack('pgd', pgd({ steps, restarts, ...engineOption }));
  // of a network trained with IBP, intervals are hardly wider than what backward passes give, and much cheaper to check
  const intermediate = 'ibp' as const;
  if (mode === 'rigorous') {
    return [
      clean(),
      rigorous('ibp'),
      search,
      rigorous('crown'),
      alphaCrownStage({ intermediate, rigorous: true }),
      branchAndBoundStage({ intermediate, rigorous: true }),
    ];
  }
  const refine = (point: Float32Array) => pgd({ steps, start: () => point, ...engineOption });
  const last: { readonly [K in (typeof complete)[number]]: Stage } = {
    mip: mip({ solver, refine }),
    'branch-and-bound': branchAndBoundStage({ intermediate }),
  };
  return [
    clean(),
    bound('ibp', ibp({ elide: elision }), engineOption),
    bound('crown-ibp', crownIbp(), { batch: 10, ...engineOption }),
    search,
    alphaCrownStage({ intermediate }),
    lp({ solver, refine }),
    ...complete.map((name) => last[name]),
  ];
}
