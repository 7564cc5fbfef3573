import { scaleLinear } from 'd3-scale';
import type { ComponentChildren } from 'preact';
import type { Point } from '../worker/outline';

/** A shape in a plane, by the style class that draws it. */
export type Shape = { readonly look: string; readonly points: readonly Point[] };

const [width, height] = [300, 250];
const plot = { left: 50, right: width - 10, top: 8, bottom: height - 36 };

/** Scales that hold all of some points, with a little room, one unit as long in both directions. */
export function planeOf(points: readonly Point[]) {
  const ends = [0, 1].map((axis) => {
    const values = points.map((p) => p[axis as 0 | 1]).filter(Number.isFinite);
    return [Math.min(...values), Math.max(...values)] as const;
  });
  const [dx, dy] = ends.map(([from, to]) => to - from) as [number, number];
  const per = 1.15 * Math.max(dx / (plot.right - plot.left), dy / (plot.bottom - plot.top), 1e-4);
  const domain = (axis: 0 | 1, length: number): [number, number] => {
    const middle = (ends[axis]![0] + ends[axis]![1]) / 2;
    return [middle - (per * length) / 2, middle + (per * length) / 2];
  };
  return {
    x: scaleLinear(domain(0, plot.right - plot.left), [plot.left, plot.right]),
    y: scaleLinear(domain(1, plot.bottom - plot.top), [plot.bottom, plot.top]),
  };
}
export type PlaneScales = ReturnType<typeof planeOf>;

type PlaneProps = {
  readonly label: string;
  readonly x: string;
  readonly y: string;
  readonly shapes: readonly Shape[];
  readonly scales?: PlaneScales;
  /** Drawn above the shapes. */
  readonly children?: (scales: PlaneScales) => ComponentChildren;
};

/** Polygons in a plane with axes. */
export const Plane = ({ label, x, y, shapes, scales, children }: PlaneProps) => {
  const on = scales ?? planeOf(shapes.flatMap(({ points }) => points));
  const format = [on.x.tickFormat(4), on.y.tickFormat(4)] as const;
  return (
    <svg class="plane" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      <g class="grid">
        {on.x.ticks(4).map((tick) => (
          <g key={tick}>
            <path d={`M${on.x(tick)},${plot.top}V${plot.bottom}`} />
            <text x={on.x(tick)} y={plot.bottom + 14} text-anchor="middle">
              {format[0](tick)}
            </text>
          </g>
        ))}
        {on.y.ticks(4).map((tick) => (
          <g key={tick}>
            <path d={`M${plot.left},${on.y(tick)}H${plot.right}`} />
            <text x={plot.left - 5} y={on.y(tick)} dy="0.32em" text-anchor="end">
              {format[1](tick)}
            </text>
          </g>
        ))}
        <text x={(plot.left + plot.right) / 2} y={height - 5} text-anchor="middle">
          {x}
        </text>
        <text
          x={10}
          y={(plot.top + plot.bottom) / 2}
          text-anchor="middle"
          transform={`rotate(-90 10 ${(plot.top + plot.bottom) / 2})`}
        >
          {y}
        </text>
      </g>
      {shapes.map(({ look, points }) => (
        <polygon
          key={look}
          class={`shape ${look}`}
          points={points.map((p) => `${on.x(p[0])},${on.y(p[1])}`).join(' ')}
        />
      ))}
      {children?.(on)}
    </svg>
  );
};
