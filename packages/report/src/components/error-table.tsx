/** @jsxRuntime automatic @jsxImportSource preact */
import type { Errors } from '../findings/errors';
import { count, missing, percent } from '../findings/format';
import { Table } from './table';

export type ErrorTableProps = { readonly errors: readonly Errors[] };

/** Errors as they were found at several occasions, a row for each. */
export const ErrorTable = ({ errors }: ErrorTableProps) => (
  <Table
    caption="Errors"
    head={['found by', 'examples', 'epsilon', 'test error', 'PGD error', 'verified error', 'verified by']}
    rows={errors.map(({ source, examples, epsilon, test, pgd, verified, by }) => [
      source,
      count(examples),
      epsilon,
      percent(test),
      percent(pgd),
      between(verified),
      by ?? missing,
    ])}
  />
);

/** `15.50 to 18.50 %`, or one figure where both are the same. */
export function between(ends: Errors['verified']): string {
  if (!ends) return missing;
  const [least, most] = ends.map(percent);
  return least === most ? least! : `${least!.replace(' %', '')} to ${most}`;
}
