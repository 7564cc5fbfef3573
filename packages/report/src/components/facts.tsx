/** @jsxRuntime automatic @jsxImportSource preact */
import type { Fact } from '../findings/fact';

/** Shown in their order; nothing is shown of none. */
export type FactsProps = { readonly caption: string; readonly facts: readonly Fact[] };

/** Names and values, a row for each. */
export const Facts = ({ caption, facts }: FactsProps) =>
  facts.length === 0 ? null : (
    <table class="ibp-facts">
      <caption>{caption}</caption>
      <tbody>
        {facts.map(({ name, value, code }, i) => (
          <tr key={i}>
            <th scope="row">{name}</th>
            <td>{code ? <code>{value}</code> : value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
