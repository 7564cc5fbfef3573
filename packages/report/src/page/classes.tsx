/** @jsxRuntime automatic @jsxImportSource preact */
import { ClassBars } from '../components/class-bars';
import type { ReportData } from '../data/report-data';
import { byClass, worstFirst } from '../findings/by-class';
import { count } from '../findings/format';
import { Section } from './section';

/** As many as a reader takes in; of more the worst are shown, and the others where they are asked for. */
const most = 25;

/** What became of each class. */
export const Classes = ({ data: { examples = [], format } }: { readonly data: ReportData }) => {
  const classes = byClass(examples, format);
  if (classes.length === 0) return null;
  if (classes.length <= most) {
    return (
      <Section id="classes" title="Classes">
        <ClassBars caption="Verdicts by class" classes={classes} />
      </Section>
    );
  }
  const sorted = worstFirst(classes);
  return (
    <Section id="classes" title="Classes">
      <ClassBars
        caption={`The ${most} of ${count(classes.length)} classes of which the smallest share is verified`}
        classes={sorted.slice(0, most)}
      />
      <details>
        <summary>The other {count(classes.length - most)} classes</summary>
        <ClassBars caption="The other classes, the worst first" classes={sorted.slice(most)} />
      </details>
    </Section>
  );
};
