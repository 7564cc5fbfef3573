/** @jsxRuntime automatic @jsxImportSource preact */
import { ErrorTable } from '../components/error-table';
import { Headline, type HeadlineProps } from '../components/headline';
import { VerdictBar } from '../components/verdict-bar';
import type { ReportData } from '../data/report-data';
import { type Errors, errorsOf } from '../findings/errors';
import { between, count, percent } from '../findings/format';
import { totalOf } from '../findings/tone';
import { verdictCounts } from '../findings/verdict-counts';
import { Section } from './section';

/** The errors, and how many examples had each verdict. */
export const Results = ({ data }: { readonly data: ReportData }) => {
  const errors = errorsOf(data);
  const counts = verdictCounts(data);
  if (errors.length === 0 && counts.length === 0) return null;
  return (
    <Section id="results" title="Results">
      <Headline figures={headline(errors)} />
      {counts.length > 0 ? (
        <>
          <h3>Verdicts on {count(totalOf(counts))} examples</h3>
          <VerdictBar counts={counts} />
        </>
      ) : null}
      {errors.length > 0 ? <ErrorTable errors={errors} /> : null}
    </Section>
  );
};

/** Each error as the first that asked for it found it. */
function headline(errors: readonly Errors[]): HeadlineProps['figures'] {
  const test = errors.find((one) => one.test != null);
  const pgd = errors.find((one) => one.pgd != null);
  const verified = errors.find((one) => one.verified);
  const ibp = errors.find((one) => one.by?.startsWith('IBP'));
  return [
    ...(test ? [{ name: 'test error', value: percent(test.test), note: noteOf(test) }] : []),
    ...(pgd ? [{ name: 'PGD error', value: percent(pgd.pgd), note: noteOf(pgd) }] : []),
    ...(verified
      ? [
          {
            name: 'verified error',
            value: between(verified.verified),
            note: `by ${verified.by}; ${noteOf(verified)}`,
          },
        ]
      : []),
    ...(ibp && ibp !== verified
      ? [{ name: 'verified error by IBP', value: between(ibp.verified), note: noteOf(ibp) }]
      : []),
  ];
}

const noteOf = ({ examples, epsilon }: Errors): string =>
  examples === undefined ? `epsilon ${epsilon}` : `${count(examples)} examples, epsilon ${epsilon}`;
