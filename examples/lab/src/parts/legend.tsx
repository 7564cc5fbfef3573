import { methodTitle } from '../state/verdict';
import { methodNames } from '../worker/methods';

/** What the three bars of a row are. */
export const Legend = ({ value }: { readonly value: string }) => (
  <ul class="legend">
    {methodNames.map((name) => (
      <li key={name}>
        <i class={`bar ${name}`} />
        {methodTitle[name]}
      </li>
    ))}
    <li>
      <i class="value" />
      {value}
    </li>
  </ul>
);
