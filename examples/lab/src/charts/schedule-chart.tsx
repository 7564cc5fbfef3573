import { scaleLinear } from 'd3-scale';
import { shown } from '../parts/number';
import { change } from '../state/route';
import { trainingSteps } from '../state/training-state';
import type { TrainingInput } from '../worker/training';

const [width, height] = [340, 190];
const plot = { left: 34, right: width - 34, top: 14, bottom: height - 34 };
const x = scaleLinear([0, trainingSteps], [plot.left, plot.right]).clamp(true);
const epsilonScale = scaleLinear([0, 0.2], [plot.bottom, plot.top]).clamp(true);
const kappaScale = scaleLinear([0, 1], [plot.bottom, plot.top]).clamp(true);

/** The schedules of epsilon and kappa, whose corners can be dragged, or moved by the arrow keys. */
export const ScheduleChart = ({ input }: { readonly input: TrainingInput }) => {
  const { ramp, epsilon, kappa } = input;
  const [from, to] = ramp;
  const moves = {
    from: { at: [x(from), epsilonScale(0)], title: 'where the ramp begins', across: true, up: undefined },
    end: {
      at: [x(to), epsilonScale(epsilon)],
      title: 'where the ramp ends, and ε there',
      across: true,
      up: 'eps',
    },
    kappa: { at: [x(to), kappaScale(kappa)], title: 'κ at the end', across: false, up: 'kappa' },
  } as const;
  const move = (name: keyof typeof moves, px: number, py: number) => {
    const step = `${Math.round(x.invert(px))}`;
    if (name === 'from') change({ from: step }, false);
    else if (name === 'end') change({ to: step, eps: epsilonScale.invert(py).toFixed(3) }, false);
    else change({ kappa: kappaScale.invert(py).toFixed(2) }, false);
  };
  const drag = (name: keyof typeof moves) => (event: PointerEvent) => {
    if (!(event.buttons & 1)) return;
    const svg = (event.currentTarget as SVGElement).ownerSVGElement!;
    const box = svg.getBoundingClientRect();
    const scale = width / box.width;
    move(name, (event.clientX - box.left) * scale, (event.clientY - box.top) * scale);
  };
  const key = (name: keyof typeof moves) => (event: KeyboardEvent) => {
    const by = { ArrowLeft: [-4, 0], ArrowRight: [4, 0], ArrowUp: [0, -4], ArrowDown: [0, 4] }[event.key];
    if (!by) return;
    event.preventDefault();
    const [px, py] = moves[name].at;
    move(name, px + by[0]!, py + by[1]!);
  };
  // what the upper line ends at is written above it, and below the lower one: they may cross
  const above = kappaScale(kappa) <= epsilonScale(epsilon);
  const beside = (line: number, isUpper: boolean) =>
    isUpper ? Math.max(line - 6, 10) : Math.min(line + 14, plot.bottom - 4);
  return (
    // biome-ignore lint/a11y/useSemanticElements: no field set may be in a drawing
    <svg class="plane schedules" viewBox={`0 0 ${width} ${height}`} aria-label="schedules" role="group">
      <g class="grid">
        {[0, 100, 200, 300, 400].map((tick) => (
          <text key={tick} x={x(tick)} y={plot.bottom + 15} text-anchor="middle">
            {tick}
          </text>
        ))}
        {[0, 0.1, 0.2].map((tick) => (
          <text
            key={tick}
            class="of-epsilon"
            x={plot.left - 6}
            y={epsilonScale(tick)}
            dy="0.32em"
            text-anchor="end"
          >
            {tick}
          </text>
        ))}
        {[0, 0.5, 1].map((tick) => (
          <text key={tick} class="of-kappa" x={plot.right + 6} y={kappaScale(tick)} dy="0.32em">
            {tick}
          </text>
        ))}
        <path d={`M${plot.left},${plot.bottom}H${plot.right}`} />
        <text x={(plot.left + plot.right) / 2} y={height - 4} text-anchor="middle">
          step
        </text>
      </g>
      <path
        class="epsilon-line"
        d={`M${x(0)},${epsilonScale(0)}H${x(from)}L${x(to)},${epsilonScale(epsilon)}H${plot.right}`}
      />
      <path
        class="kappa-line"
        d={`M${x(0)},${kappaScale(1)}H${x(from)}L${x(to)},${kappaScale(kappa)}H${plot.right}`}
      />
      <text class="of-epsilon" x={plot.right - 4} y={beside(epsilonScale(epsilon), !above)} text-anchor="end">
        ε {shown(epsilon, 3)}
      </text>
      <text class="of-kappa" x={plot.right - 4} y={beside(kappaScale(kappa), above)} text-anchor="end">
        κ {shown(kappa)}
      </text>
      {(Object.keys(moves) as (keyof typeof moves)[]).map((name) => (
        <circle
          key={name}
          class={`handle ${name === 'kappa' ? 'of-kappa' : 'of-epsilon'}`}
          cx={moves[name].at[0]}
          cy={moves[name].at[1]}
          r="8"
          role="slider"
          tabindex={0}
          aria-label={moves[name].title}
          aria-valuenow={name === 'kappa' ? kappa : name === 'from' ? from : to}
          aria-valuemin={0}
          aria-valuemax={name === 'kappa' ? 1 : trainingSteps}
          aria-valuetext={
            name === 'kappa'
              ? `κ ${shown(kappa)}`
              : `step ${name === 'from' ? from : to}${name === 'end' ? `, ε ${shown(epsilon, 3)}` : ''}`
          }
          onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
          onPointerMove={drag(name)}
          onKeyDown={key(name)}
        />
      ))}
    </svg>
  );
};
