/** @jsxRuntime automatic @jsxImportSource preact */
import { StageTable } from '../components/stage-table';
import { Table } from '../components/table';
import type { ReportData } from '../data/report-data';
import { count } from '../findings/format';
import { Section } from './section';

/** Which stage settled how many examples, and why some are unknown. */
export const Stages = ({ data: { certification, examples = [] } }: { readonly data: ReportData }) => {
  const { summary } = certification ?? {};
  if (!certification || !summary?.stages) return null;
  const reasons = Object.entries(summary.reasons ?? {});
  const open = examples.filter(({ verdict }) => verdict?.status === 'unknown');
  return (
    <Section id="stages" title="Stages">
      <div class="ibp-beside">
        <StageTable certification={certification} />
        {reasons.length > 0 ? (
          <Table
            caption="Why examples are unknown"
            head={['reason', 'examples']}
            rows={reasons.map(([reason, number]) => [reason, count(number)])}
          />
        ) : null}
      </div>
      {open.length > 0 ? <Unknown examples={open} /> : null}
    </Section>
  );
};

const most = 100;

const Unknown = ({ examples }: { readonly examples: NonNullable<ReportData['examples']> }) => (
  <details>
    <summary>
      {examples.length > most
        ? `The first ${most} of ${count(examples.length)} unknown examples`
        : 'Unknown examples'}
    </summary>
    <Table
      caption="What stages said of them"
      head={['example', 'reason', 'detail']}
      rows={examples
        .slice(0, most)
        .map(({ index, verdict }) => [index, verdict?.reason ?? '', verdict?.detail ?? ''])}
    />
  </details>
);
