/** @jsxRuntime automatic @jsxImportSource preact */
import { count as countText, percent } from '../findings/format';
import { type Count, totalOf } from '../findings/tone';
import { StackedBar } from './stacked-bar';

/** What `tally` gives. */
export type VerdictBarProps = { readonly counts: readonly Count[] };

/** How many examples had each verdict, as one bar and in numbers. */
export const VerdictBar = ({ counts }: VerdictBarProps) => {
  const total = totalOf(counts);
  return (
    <div class="ibp-verdicts">
      <StackedBar counts={counts} />
      <ul>
        {counts.map(({ name, tone, count }) => (
          <li key={name}>
            <i class={`ibp-${tone}`} />
            {name} <strong>{countText(count)}</strong> <span>{percent(count / total)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
};
