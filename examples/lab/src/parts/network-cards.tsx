import { chosen, findings, radii } from '../state/attack-state';
import { change } from '../state/route';
import { networkNames } from '../state/shipped';
import { standingOf } from '../state/verdict';
import { shown } from './number';

const titles = { certified: 'Certified network', ordinary: 'Ordinary network' } as const;
const made = {
  certified: 'trained with IBP at ε = 0.12',
  ordinary: 'trained on the images alone',
} as const;

/** The verdict on each network; the one that is chosen is shown below. */
export const NetworkCards = () => (
  <fieldset class="cards">
    <legend class="visually-hidden">The network that is shown below</legend>
    {networkNames.map((name) => {
      const found = findings.value[name];
      const standing = found && standingOf(found);
      const radius = radii.value[name];
      return (
        <label key={name} class={`card ${standing?.tone ?? 'open'}`}>
          <input
            type="radio"
            name="network"
            checked={chosen.value.network === name}
            onChange={() => change({ net: name })}
          />
          <span class="title">{titles[name]}</span>
          <strong class="word">{standing?.word ?? 'computing'}</strong>
          <span class="why">{standing?.why ?? 'The bounds are under way.'}</span>
          <span class="quiet">
            {radius && radius.certified >= 0
              ? `certified up to ε = ${shown(radius.certified, 3)}; ${made[name]}`
              : made[name]}
          </span>
        </label>
      );
    })}
  </fieldset>
);
