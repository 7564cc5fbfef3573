/** @jsxRuntime automatic @jsxImportSource preact */
import type { Errors } from '../findings/errors';
import { between, count, missing, percent } from '../findings/format';
import { Table } from './table';

/** What `errorsOf` gives. */
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
