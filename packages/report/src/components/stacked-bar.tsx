/** @jsxRuntime automatic @jsxImportSource preact */
import { type Count, totalOf } from '../findings/tone';

/** Shares of a whole, side by side. What it shows has to stand beside it in numbers: readers of the screen skip it. */
export const StackedBar = ({ counts }: { readonly counts: readonly Count[] }) => {
  const total = totalOf(counts);
  return (
    <div class="ibp-bar" aria-hidden="true">
      {counts.map(({ name, tone, count }) =>
        count > 0 ? (
          <i key={name} class={`ibp-${tone}`} style={{ width: `${(100 * count) / total}%` }} />
        ) : null,
      )}
    </div>
  );
};
