import { type AsTyped, completeOf } from './complete';
import type { CascadeSettings, CertifySettings, ExplainSettings, RadiusSettings } from './flags';

const cascadeOf = (flags: AsTyped<CascadeSettings>): CascadeSettings => {
  const { mode, pgdSteps, pgdRestarts, autoPgd = false, budget, seed } = flags;
  const complete = completeOf(mode, flags.complete);
  return { mode, pgdSteps, pgdRestarts, autoPgd, budget, complete, seed };
};

const given = <K extends string>(key: K, value: number | undefined) =>
  (value === undefined ? {} : { [key]: value }) as { [P in K]?: number };

export function certifySettingsOf(flags: AsTyped<CertifySettings>): CertifySettings {
  const {
    epsilon,
    arithmetic = 'real',
    workers,
    processes,
    nodes,
    patience,
    audit,
    gzip,
    require,
    shard,
    baseline,
  } = flags;
  const { proofs = true } = flags;
  const required = require === undefined ? {} : { require };
  return {
    ...cascadeOf(flags),
    ...(arithmetic !== 'real' && { arithmetic }),
    workers,
    ...given('processes', processes),
    ...given('nodes', nodes),
    ...given('patience', patience),
    audit,
    ...(!proofs && { proofs }),
    ...(gzip && { gzip }),
    ...given('epsilon', epsilon),
    ...required,
    ...(baseline !== undefined && { baseline }),
    ...(shard && { shard }),
  };
}

export function radiusSettingsOf(flags: AsTyped<RadiusSettings>): RadiusSettings {
  const { most, tolerance, arithmetic = 'real' } = flags;
  const held = arithmetic === 'real' ? {} : { arithmetic };
  return { ...cascadeOf(flags), ...held, tolerance, ...given('most', most) };
}

export function explainSettingsOf(index: number, flags: Omit<ExplainSettings, 'index'>): ExplainSettings {
  return { index, seed: flags.seed, ...given('epsilon', flags.epsilon) };
}
