/** @jsxRuntime automatic @jsxImportSource preact */
import type { ComponentChild } from 'preact';

/** Cells are text, numbers or components. */
export type TableProps = {
  readonly caption: string;
  readonly head: readonly string[];
  /** The first cell of a row names it. */
  readonly rows: readonly (readonly ComponentChild[])[];
};

/** A table with heads of columns and rows. */
export const Table = ({ caption, head, rows }: TableProps) => (
  // biome-ignore lint/a11y/useSemanticElements: no field set
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
  <div class="ibp-scroll" role="group" aria-label={caption} tabIndex={0}>
    <table>
      <caption>{caption}</caption>
      <thead>
        <tr>
          {head.map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, ...cells], i) => (
          <tr key={i}>
            <th scope="row">{name}</th>
            {cells.map((cell, k) => (
              <td key={k}>{cell}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);
