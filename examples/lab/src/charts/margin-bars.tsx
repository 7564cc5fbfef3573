import { scaleLinear } from 'd3-scale';
import { shown } from '../parts/number';
import type { Findings } from '../state/attack-state';
import { methodTitle, proves } from '../state/verdict';
import { methodNames } from '../worker/methods';
import { Axis } from './axis';

/** For every other class how far above the label it can come at most, by each method: left of 0 it is proved never to be taken. */
export const MarginBars = ({ found }: { readonly found: Findings }) => {
  const { about, bounds, label, logits } = found;
  const own = logits[label]!;
  const known = methodNames.filter((name) => bounds[name]);
  const values = known
    .flatMap((name) => [...bounds[name]!.margins])
    .concat(Array.from(logits, (z) => z - own));
  const finite = values.filter(Number.isFinite);
  const scale = scaleLinear([Math.min(...finite, -1), Math.max(...finite, 1)], [0, 100]).nice();
  return (
    <div class="bars margins">
      <ul>
        {Array.from(logits, (logit, k) => {
          if (k === label) return null;
          return (
            <li key={k}>
              <span class="name">{k}</span>
              <div class="track">
                <i class="beyond" style={{ left: `${scale(0)}%` }} />
                {known.map((name) => {
                  const margin = bounds[name]!.margins[k]!;
                  if (!Number.isFinite(margin)) return null;
                  const [from, to] = [scale(logit - own), scale(margin)];
                  return (
                    <i
                      key={name}
                      class={`bar ${name} ${proves(bounds[name]!, k, about.epsilon) ? 'proved' : 'open'}`}
                      style={{
                        left: `${Math.min(from, to)}%`,
                        width: `${Math.max(0.3, Math.abs(to - from))}%`,
                      }}
                    />
                  );
                })}
                <i class="value" style={{ left: `${scale(logit - own)}%` }} />
              </div>
              <span class="visually-hidden">
                {known.map((name) => `${methodTitle[name]}: at most ${shown(bounds[name]!.margins[k]!)}. `)}
              </span>
            </li>
          );
        })}
      </ul>
      <Axis scale={scale} label={`logit above that of ${label}, at most`} />
    </div>
  );
};
