/** @jsxRuntime automatic @jsxImportSource preact */
import { Facts } from '../components/facts';
import type { ReportData } from '../data/report-data';
import { certificationFacts, identityFacts, recipeFacts, softwareFacts } from '../findings/facts';
import { Section } from './section';

/** All that another needs to come to these figures again. */
export const Identity = ({ data }: { readonly data: ReportData }) => (
  <Section id="run" title="The run">
    <div class="ibp-beside">
      <Facts caption="What it is of" facts={identityFacts(data)} />
      <Facts caption="What was asked of it" facts={certificationFacts(data)} />
      <Facts caption="The recipe" facts={recipeFacts(data)} />
      <Facts caption="What computed it" facts={softwareFacts(data)} />
    </div>
  </Section>
);
