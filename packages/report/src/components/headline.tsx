/** @jsxRuntime automatic @jsxImportSource preact */
/** Figures as they are to be read: `5.00 %`, with what they are of as a note. */
export type HeadlineProps = {
  readonly figures: readonly { readonly name: string; readonly value: string; readonly note?: string }[];
};

/** The figures that a reader looks for first, large. */
export const Headline = ({ figures }: HeadlineProps) => (
  <dl class="ibp-headline">
    {figures.map(({ name, value, note }) => (
      <div key={name}>
        <dt>{name}</dt>
        <dd>
          <strong>{value}</strong>
          {note ? <span>{note}</span> : null}
        </dd>
      </div>
    ))}
  </dl>
);
