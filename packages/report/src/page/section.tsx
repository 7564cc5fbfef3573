/** @jsxRuntime automatic @jsxImportSource preact */
import type { ComponentChildren } from 'preact';

export type SectionProps = {
  readonly id: string;
  readonly title: string;
  readonly children?: ComponentChildren;
};

/** A part of the report under a heading. */
export const Section = ({ id, title, children }: SectionProps) => (
  <section aria-labelledby={`ibp-${id}`}>
    <h2 id={`ibp-${id}`}>{title}</h2>
    {children}
  </section>
);
