import { pgd } from '@ibp/attack';
import { type Engine, ibp } from '@ibp/layers';
import type { Solver } from '@ibp/verify';
import {
  alphaCrown,
  attack,
  bound,
  branchAndBoundStage,
  clean,
  crownIbp,
  lp,
  mip,
  rigorous,
  type Stage,
} from '@ibp/verify';
import type { CertifySettings } from './flags';

type Parts = { readonly solver: Solver; readonly engine: Engine | undefined; readonly elision: boolean };

/** The cascade of the paper's exact verification, cheapest first. */
export function stagesOf(settings: CertifySettings, { solver, engine, elision }: Parts): Stage[] {
  const { mode, pgdSteps: steps, pgdRestarts: restarts, complete } = settings;
  const engineOption = engine ? { engine } : {};
  const search = attack('pgd', pgd({ steps, restarts, ...engineOption }));
  const exactSearch = branchAndBoundStage({ intermediate: 'ibp', rigorous: true });
  if (mode === 'rigorous') {
    return [clean(), rigorous('ibp'), search, rigorous('crown'), exactSearch];
  }
  const refine = (point: Float32Array) => pgd({ steps, start: () => point, ...engineOption });
  const last: { readonly [K in (typeof complete)[number]]: Stage } = {
    mip: mip({ solver, refine }),
    'branch-and-bound': branchAndBoundStage({ intermediate: 'ibp' }),
  };
  return [
    clean(),
    bound('ibp', ibp({ elide: elision })),
    bound('crown-ibp', crownIbp(), { batch: 10 }),
    search,
    bound('alpha-crown', alphaCrown(), { batch: 1 }),
    lp({ solver, refine }),
    ...complete.map((name) => last[name]),
  ];
}
