import { scaleLinear } from 'd3-scale';
import { shown } from '../parts/number';
import type { Radii } from '../state/attack-state';
import { Axis } from './axis';

const most = 0.4;

/** One line from 0: proved up to one end, broken from the other one on, and open between. */
export const RadiusLine = ({ radii, epsilon }: { readonly radii: Radii; readonly epsilon: number }) => {
  const scale = scaleLinear([0, most], [0, 100]);
  const certified = Math.max(0, radii.certified);
  const falsified = Math.min(most, radii.falsified);
  const found = Number.isFinite(radii.falsified);
  return (
    <div class="radius">
      <div class="track">
        <i class="part proved" style={{ left: 0, width: `${scale(certified)}%` }} />
        <i
          class="part open"
          style={{ left: `${scale(certified)}%`, width: `${scale(falsified - certified)}%` }}
        />
        {found ? (
          <i
            class="part broken"
            style={{ left: `${scale(falsified)}%`, width: `${100 - scale(falsified)}%` }}
          />
        ) : null}
        <i class="epsilon" style={{ left: `${scale(epsilon)}%` }} />
      </div>
      <Axis scale={scale} label="ε, in units of a pixel from 0 to 1" />
      <p class="quiet">
        {radii.certified < 0
          ? 'The image itself is misclassified. '
          : `Certified up to ${shown(certified, 3)} by CROWN. `}
        {found ? `Broken from ${shown(falsified, 3)} on by PGD.` : `Not broken by PGD up to ${most}.`}
      </p>
    </div>
  );
};
