/** @jsxRuntime automatic @jsxImportSource preact */
import { CounterExample } from '../components/counter-example';
import type { ExampleData } from '../data/example-data';
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
  const isWrong = ({ verdict }: ExampleData) => namingOf(verdict).tone === 'wrong';
  const found = examples.filter(({ x, verdict }) => x && verdict?.witness);
  const broken = found.filter((example) => !isWrong(example));
  if (broken.length === 0) return null;
  const wrong = examples.some(isWrong);
  const layout = layoutOf(format);
  const shown = broken.slice(0, most);
  return (
    <Section id="counter-examples" title="Counter-examples">
      <p>
        {broken.length > most
          ? `The first ${most} of ${count(broken.length)} counter-examples that were found within epsilon. `
          : 'The counter-examples that were found within epsilon. '}
        {wrong ? 'Examples that are misclassified as they are, are not among them. ' : null}
        {layout
          ? `From left to right: the example, the counter-example, and their difference${
              layout.channels === 1 ? '' : ', colour by colour'
            }: grey is no change, black and white are the most that a value was moved.`
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
