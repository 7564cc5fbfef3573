/** @jsxRuntime automatic @jsxImportSource preact */
import { curveLinear, curveStepBefore, line } from 'd3-shape';
import { isKnown } from '../data/numbers';
import type { Chart, Curve, CurveAxis } from '../findings/chart';
import { short } from '../findings/format';
import { type Scale, scaleOf } from '../findings/scales';

const [width, height] = [360, 220];
const plot = { left: 48, right: width - 12, top: 10, bottom: height - 38 };
/** More points than these are not marked one by one. */
const marked = 40;

/** Lines as a drawing in SVG, with what they show at their ends in words. */
export const Curves = ({ title, x, y, series }: Chart) => {
  const points = series.flatMap((one) => one.points);
  const across = scaleOf(
    x,
    points.map(([at]) => at),
    [plot.left, plot.right],
  );
  const up = scaleOf(
    y,
    points.map(([, value]) => value),
    [plot.bottom, plot.top],
  );
  const name = title ?? y.label;
  return (
    <figure class="ibp-curves">
      <figcaption>{name}</figcaption>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={`${name} by ${x.label}. ${inWords(series)}`}
      >
        <Grid axis={y} scale={up} side="left" />
        <Grid axis={x} scale={across} side="bottom" />
        {series.map((one, i) => (
          <Line key={one.name} series={one} across={across} up={up} look={`ibp-line-${i % 6}`} />
        ))}
      </svg>
      {series.length > 1 ? (
        <ul>
          {series.map((one, i) => (
            <li key={one.name}>
              <svg viewBox="0 0 24 8" aria-hidden="true">
                <path class={`ibp-line-${i % 6}`} d="M0,4H24" />
              </svg>
              {one.name}
            </li>
          ))}
        </ul>
      ) : null}
    </figure>
  );
};

type GridProps = { readonly axis: CurveAxis; readonly scale: Scale; readonly side: 'left' | 'bottom' };

/** The lines of an axis, with numbers at some of them and its name. */
function Grid({ axis, scale, side }: GridProps) {
  const label = scale.tickFormat(5, axis.format);
  // of a log scale there are many, of which few have a number
  const ticks = scale
    .ticks(5)
    .map((value) => ({ value, at: scale(value), text: label(value) }))
    .filter(({ text }) => text !== '');
  const { left, right, top, bottom } = plot;
  return (
    <g class="ibp-axis">
      {ticks.map(({ value, at }) => (
        <path key={value} d={side === 'left' ? `M${left},${at}H${right}` : `M${at},${top}V${bottom}`} />
      ))}
      {ticks.map(({ value, at, text }) =>
        side === 'left' ? (
          <text key={value} x={left - 6} y={at} dy="0.32em" text-anchor="end">
            {text}
          </text>
        ) : (
          <text key={value} x={at} y={bottom + 16} text-anchor="middle">
            {text}
          </text>
        ),
      )}
      {side === 'bottom' ? (
        <text x={(left + right) / 2} y={height - 4} text-anchor="middle">
          {axis.label}
        </text>
      ) : null}
    </g>
  );
}

type LineProps = {
  readonly series: Curve;
  readonly across: Scale;
  readonly up: Scale;
  readonly look: string;
};

function Line({ series: { points, mark }, across, up, look }: LineProps) {
  const shown = (point: Curve['points'][number]) => [...point, across(point[0]), up(point[1])].every(isKnown);
  const path = line<Curve['points'][number]>()
    .defined(shown)
    .x(([at]) => across(at))
    .y(([, value]) => up(value))
    .curve(mark === 'steps' ? curveStepBefore : curveLinear)
    .digits(2);
  return (
    <g class={look}>
      <path d={path(points) ?? ''} />
      {mark !== 'steps' && points.length <= marked
        ? points
            .filter(shown)
            .map(([at, value], i) => <circle key={i} cx={across(at)} cy={up(value)} r="2.2" />)
        : null}
    </g>
  );
}

/** The first and the last figure of each line. */
const inWords = (series: readonly Curve[]): string =>
  series
    .map(({ name, points }) => {
      const shown = points.map(([, value]) => value).filter(isKnown);
      if (shown.length === 0) return `${name}: no figures`;
      return `${name}: from ${short(shown[0])} to ${short(shown.at(-1))}`;
    })
    .join('; ');
