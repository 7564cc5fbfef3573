/** @jsxRuntime automatic @jsxImportSource preact */
import { CounterExample } from '../components/counter-example';
import type { ReportData } from '../data/report-data';
import { count } from '../findings/format';
import { namingOf } from '../findings/tone';
import { layoutOf } from '../picture/layout';
import { Section } from './section';

/** As many as are looked at. */
const most = 24;

/** Examples beside what they are taken for, once moved within epsilon. Those that are wrong as they are, are left out. */
export const CounterExamples = ({ data: { examples = [], format } }: { readonly data: ReportData }) => {
  if (!format) return null;
  const broken = examples.filter(
    ({ x, verdict }) => x && verdict?.witness && namingOf(verdict).tone !== 'wrong',
  );
  if (broken.length === 0) return null;
  const shown = broken.slice(0, most);
  return (
    <Section id="counter-examples" title="Counter-examples">
      <p>
        {broken.length > most
          ? `The first ${most} of ${count(broken.length)} examples that are right as they are and have a counter-example within epsilon. `
          : 'The examples that are right as they are and have a counter-example within epsilon. '}
        {layoutOf(format)
          ? 'From left to right: the example, the counter-example, and their difference, in which grey is no change and black and white are the most that a value was moved.'
          : null}
      </p>
      <div class="ibp-gallery">
        {shown.map((example) => (
          <CounterExample key={example.index} example={example} format={format} />
        ))}
      </div>
    </Section>
  );
};
