import type { ReportData } from '../data/report-data';
import type { SoftwareData, SourceData } from '../data/run-data';
import { code, type Fact, fact } from './fact';
import { count, duration, limit, missing, spread, text } from './format';

/** What tells this run from others. */
export function identityFacts({ command, run, certification, radii, attack, format }: ReportData): Fact[] {
  const weights = certification?.weights ?? run?.weightsHash ?? radii?.weights;
  const [least, greatest] = format?.range ?? [];
  return known([
    command !== undefined && code('command', command),
    fact('epsilon', spread(certification?.epsilon ?? attack?.epsilon ?? run?.evaluation?.epsilon)),
    certification?.scale !== undefined && fact('times, for each feature', scaleText(certification.scale)),
    certification?.inputs !== undefined && code('hash of the inputs', certification.inputs),
    least !== undefined && fact('range of inputs', `${limit(least)} to ${limit(greatest)}`),
    weights !== undefined && code('hash of the weights', weights),
    run?.network && fact('parameters', count(run.network.parameters)),
    run?.network && fact('hidden units', count(run.network.hiddenUnits)),
    run?.data
      ? fact('data', dataText(run.data))
      : fact('data', certification?.data ?? radii?.data ?? missing),
    run?.augment !== undefined && fact('training images are changed by', run.augment),
  ]);
}

/** What was asked of the network, and with what. */
export function certificationFacts({ certification, radii, attack }: ReportData): Fact[] {
  const { steps: asked, restarts: again, seed: drawn } = attack ?? {};
  const [steps = asked, restarts = again, seed = drawn] = certification?.pgd ?? [];
  const stages = certification?.stages ?? radii?.stages;
  return known([
    certification?.mode !== undefined && fact('arithmetic', certification.mode),
    certification?.arithmetic !== undefined && fact('verdicts hold in', certification.arithmetic),
    certification?.proofs !== undefined && fact('proofs', certification.proofs),
    stages && fact('stages', stages.join(', ')),
    steps !== undefined && fact('PGD', `${steps} steps, ${restarts} restarts, seed ${seed}`),
    certification?.budget !== undefined && fact('budget for an example', duration(certification.budget)),
    certification?.seconds !== undefined && fact('certified in', duration(certification.seconds)),
    radii?.tolerance !== undefined && fact('tolerance of the radii', text(radii.tolerance)),
  ]);
}

/** What computed. */
export function softwareFacts({ run, certification }: ReportData): Fact[] {
  const versions = certification?.versions ?? run?.versions ?? run?.sessions?.at(-1)?.versions;
  const sessions = run?.sessions ?? [];
  const { training } = run ?? {};
  return known([
    run?.backend !== undefined && fact('tfjs backend', run.backend),
    training?.engine !== undefined && fact('engine', training.engine),
    training?.totalSeconds !== undefined && fact('trained in', duration(training.totalSeconds)),
    ...sessions.map(({ startedAt = missing, resumedAt = 0, engine = missing }) =>
      fact(resumedAt > 0 ? `resumed after step ${resumedAt}` : 'training began', `${startedAt}, ${engine}`),
    ),
    ...(versions ? versionFacts(versions) : []),
  ]);
}

const versionFacts = ({ node, platform, processor, memoryGiB, packages = {} }: SoftwareData) => [
  node !== undefined && fact('Node', node),
  platform !== undefined && fact('platform', platform),
  processor !== undefined &&
    fact('processor', memoryGiB === undefined ? processor : `${processor}, ${memoryGiB} GiB`),
  ...Object.entries(packages).map(([name, version]) => fact(name, version)),
];

/** The recipe, field by field. */
export const recipeFacts = ({ run }: ReportData): Fact[] =>
  Object.entries(run?.recipe ?? {}).map(([name, value]) => fact(name, text(value)));

function scaleText(scale: string): string {
  try {
    return spread(JSON.parse(scale));
  } catch {
    return scale;
  }
}

function dataText({ source, description, train, test, part = 'test' }: SourceData): string {
  const counts = known([
    train !== undefined && `${count(train)} to train on`,
    test !== undefined && `${count(test)} ${part === 'test' ? 'to test' : `of ${part}`}`,
  ]).join(', ');
  return known([source, description, counts || undefined]).join('; ');
}

const known = <T>(values: readonly (T | false | undefined)[]): T[] =>
  values.filter((value): value is T => value !== false && value !== undefined);
