import { type Axis, chartGrid, type LineChart, type Series } from '@ibp/charts';
import { largeParameters } from '../published';
import { dataOf, type RunData } from './data-of';
import { epsilonText } from './epsilon-text';
import { type WithOrigins, withOrigins } from './origins';
import type { RunResults } from './read-results';

/** A certified run, or what was published of another network. */
type Place = RunData & {
  readonly epsilon: number;
  readonly name: string;
  /** The upper end: what was not verified counts. */
  readonly verified: number;
  /** Of how many images. */
  readonly seen: number;
  readonly parameters: number | undefined;
  /** Nothing where not all of them are known. */
  readonly hours: number | undefined;
};

/**
 * Verified error against parameters and against core-hours of training, a row of charts for each dataset and radius, with
 * the paper's and the best published one where the size of their networks is known.
 *
 * @param ofAll whether to leave out what was certified on a part of the test set alone.
 * @returns the text of an SVG file; undefined where no run was certified, or of none is known what it took.
 */
export async function resultsChart(
  all: readonly RunResults[],
  { ofAll = false }: { readonly ofAll?: boolean } = {},
): Promise<string | undefined> {
  const places = withOrigins(all)
    .flatMap(placesOf)
    .filter(({ seen, examples }) => !ofAll || seen === examples);
  const rows = [...new Set(places.map(titleOf))].sort();
  const charts = rows.flatMap((title) => {
    const own = places.filter((place) => titleOf(place) === title);
    return [sizeChart(title, own), hoursChart(title, own)];
  });
  // of the only network at a radius the parameters, or all its hours, may not be known
  const drawn = charts.filter(({ series }) => series.length > 0);
  return drawn.length === 0 ? undefined : chartGrid({ columns: 2, charts: drawn });
}

const placesOf = (run: WithOrigins): Place[] =>
  run.measured.flatMap(({ epsilon, exact }) => {
    if (!exact) return [];
    const { name, parameters, without } = run;
    const { most: verified, examples: seen } = exact;
    const hours = without === undefined ? run.hours.hours : undefined;
    return [{ ...dataOf(run, epsilon), epsilon, name, verified, seen, parameters, hours }];
  });

const titleOf = ({ data, epsilon }: Place): string => `${data}, epsilon ${epsilonText(epsilon)}`;

/** From 0, with room for the dot of the greatest. */
function errorAxis(own: readonly Place[]): Axis {
  const all = own.flatMap(({ verified, printed, best }) => [
    verified,
    ...[printed?.verified, best?.verified].map((figure) => percent(figure) ?? 0),
  ]);
  return { label: 'verified error', format: '.2~%', domain: [0, 1.1 * Math.max(...all)] };
}

function sizeChart(title: string, own: readonly Place[]): LineChart {
  const { data, printed, best } = own[0]!;
  const large = data in largeParameters ? largeParameters[data as keyof typeof largeParameters] : undefined;
  return {
    title,
    x: { label: 'parameters', scale: 'log', format: '~s' },
    y: errorAxis(own),
    series: [
      ...own.flatMap(({ name, parameters, verified }) => point(name, parameters, verified)),
      ...point('the paper, large', large, percent(printed?.verified)),
      ...point(`${best?.by}`, best?.parameters, percent(best?.verified)),
    ],
  };
}

const hoursChart = (title: string, own: readonly Place[]): LineChart => ({
  title,
  x: { label: 'core-hours of training', scale: 'log', format: '~g' },
  y: errorAxis(own),
  series: own.flatMap(({ name, hours, verified }) => point(name, hours, verified)),
});

const percent = (figure: number | undefined): number | undefined =>
  figure === undefined ? undefined : figure / 100;

const point = (name: string, x: number | undefined, y: number | undefined): Series[] =>
  x === undefined || y === undefined ? [] : [{ name, mark: 'points', size: 80, points: [[x, y]] }];
