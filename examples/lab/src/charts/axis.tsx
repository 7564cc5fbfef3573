import type { ScaleLinear } from 'd3-scale';
import { shown } from '../parts/number';

export type Scale = ScaleLinear<number, number>;

/** Numbers below a chart of bars; the scale goes from 0 to 100 per cent of its width. */
export const Axis = ({ scale, label }: { readonly scale: Scale; readonly label: string }) => {
  const ticks = scale.ticks(4);
  const [first = 0, second = 1] = ticks;
  const digits = Math.max(0, -Math.floor(Math.log10(Math.abs(second - first) || 1) + 1e-9));
  return (
    <div class="axis" aria-hidden="true">
      <div class="ticks">
        {ticks.map((tick) => (
          <span key={tick} style={{ left: `${scale(tick)}%` }}>
            {shown(tick, digits)}
          </span>
        ))}
      </div>
      <div class="axis-label">{label}</div>
    </div>
  );
};
