import { scaleLinear } from 'd3-scale';
import { shown } from '../parts/number';
import type { UnitLines } from '../worker/layers';

const [width, height] = [150, 96];

/** A relu over what its input can be, and the two lines that CROWN puts around it. */
export const UnitChart = ({ unit, name }: { readonly unit: UnitLines; readonly name: string }) => {
  const { from, to, above, below } = unit;
  const open = from < 0 && to > 0;
  const [least, most] = [Math.min(from, 0) - 0.05, Math.max(to, 0) + 0.05];
  const x = scaleLinear([least, most], [6, width - 6]);
  const value = ({ slope, offset }: UnitLines['above'], at: number) => slope * at + offset;
  const lowest = Math.min(0, value(below, from));
  const y = scaleLinear([lowest - 0.05, Math.max(to, 0, value(above, from)) + 0.05], [height - 6, 6]);
  const line = (one: UnitLines['above']) =>
    `M${x(from)},${y(value(one, from))}L${x(to)},${y(value(one, to))}`;
  const words = open ? 'open: two lines around it' : to <= 0 ? 'always off: exact' : 'always on: exact';
  return (
    <figure class="unit">
      <svg
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={`${name}: from ${shown(from)} to ${shown(to)}, ${words}`}
      >
        <path class="zero" d={`M0,${y(0)}H${width}M${x(0)},0V${height}`} />
        <path
          class="between"
          d={`M${x(from)},${y(value(above, from))}L${x(to)},${y(value(above, to))}L${x(to)},${y(value(below, to))}L${x(from)},${y(value(below, from))}Z`}
        />
        <path class="relu" d={`M${x(least)},${y(0)}H${x(0)}L${x(most)},${y(Math.max(0, most))}`} />
        <path class="line" d={line(above)} />
        <path class="line" d={line(below)} />
      </svg>
      <figcaption class="quiet">
        {name}, [{shown(from)}, {shown(to)}]: {words}
      </figcaption>
    </figure>
  );
};
