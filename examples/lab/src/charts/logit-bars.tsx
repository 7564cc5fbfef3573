import { scaleLinear } from 'd3-scale';
import { shown } from '../parts/number';
import type { Findings } from '../state/attack-state';
import { methodTitle } from '../state/verdict';
import { methodNames } from '../worker/methods';
import { Axis, type Scale } from './axis';

/** From the least to the greatest end of any bound, as per cent of the width. */
function scaleOf({ bounds, logits }: Findings): Scale {
  const ends = [...logits];
  for (const name of methodNames) if (bounds[name]) ends.push(...bounds[name].lower, ...bounds[name].upper);
  const known = ends.filter(Number.isFinite);
  return scaleLinear([Math.min(...known), Math.max(...known)], [0, 100]).nice();
}

/** For every class the interval that its logit keeps to, by each method, and where it is for the image itself. */
export const LogitBars = ({ found }: { readonly found: Findings }) => {
  const { bounds, logits, label } = found;
  const scale = scaleOf(found);
  return (
    <div class="bars">
      <ul>
        {Array.from(logits, (logit, k) => (
          <li key={k} class={k === label ? 'own' : ''}>
            <span class="name">{k}</span>
            <div class="track">
              {methodNames.map((name) => {
                const found = bounds[name];
                if (!found || !Number.isFinite(found.lower[k]! + found.upper[k]!)) return null;
                const [from, to] = [scale(found.lower[k]!), scale(found.upper[k]!)];
                return (
                  <i
                    key={name}
                    class={`bar ${name}`}
                    style={{ left: `${from}%`, width: `${Math.max(0.3, to - from)}%` }}
                  />
                );
              })}
              <i class="value" style={{ left: `${scale(logit)}%` }} />
            </div>
            <span class="visually-hidden">
              {`logit ${shown(logit)}`}
              {methodNames.map((name) => {
                const found = bounds[name];
                return found
                  ? `, ${methodTitle[name]} from ${shown(found.lower[k]!)} to ${shown(found.upper[k]!)}`
                  : '';
              })}
            </span>
          </li>
        ))}
      </ul>
      <Axis scale={scale} label="logit" />
    </div>
  );
};
