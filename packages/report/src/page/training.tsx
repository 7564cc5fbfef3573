/** @jsxRuntime automatic @jsxImportSource preact */
import { Curves } from '../components/curves';
import { Table } from '../components/table';
import type { ReportData } from '../data/report-data';
import type { MetricsData } from '../data/run-data';
import { percent, short } from '../findings/format';
import { trainingCharts } from '../findings/training-charts';
import { Section } from './section';

/** The curves of the training, and their figures. */
export const Training = ({ data: { metrics, run } }: { readonly data: ReportData }) => {
  const rows = metrics ?? run?.training?.history ?? [];
  if (rows.length === 0) return null;
  return (
    <Section id="training" title="Training">
      <div class="ibp-charts">
        {trainingCharts(rows).map((chart) => (
          <Curves key={chart.title} {...chart} />
        ))}
      </div>
      <details>
        <summary>The figures of these curves</summary>
        <Rows rows={thinned(rows)} />
      </details>
    </Section>
  );
};

const Rows = ({ rows }: { readonly rows: readonly MetricsData[] }) => (
  <Table
    caption="Training in figures"
    head={['step', 'epoch', 'loss', 'epsilon', 'kappa', 'test error', 'PGD error', 'verified error']}
    rows={rows.map(({ step, epoch, loss, epsilon, kappa, tracked }) => [
      step,
      ...[epoch, loss, epsilon, kappa].map(short),
      ...[tracked?.error, tracked?.adversarialError, tracked?.verifiedError].map(percent),
    ])}
  />
);

/** A hundred rows at most, evenly spread, the last one among them. */
function thinned(rows: readonly MetricsData[]): MetricsData[] {
  const every = Math.ceil(rows.length / 100);
  return rows.filter((_, i) => (rows.length - 1 - i) % every === 0);
}
