/** @jsxRuntime automatic @jsxImportSource preact */
import { Curves } from '../components/curves';
import { Facts } from '../components/facts';
import type { ReportData } from '../data/report-data';
import { radiusChart, radiusFacts } from '../findings/radii';
import { Section } from './section';

/** How far examples may be moved. */
export const Radii = ({ data: { radii } }: { readonly data: ReportData }) =>
  !radii || radii.images.length === 0 ? null : (
    <Section id="radii" title="Radii">
      <p>
        Up to its certified radius no change of an example is misclassified; from its broken radius on there
        is a counter-example.
      </p>
      <div class="ibp-beside">
        <Curves {...radiusChart(radii.images)} />
        <Facts caption="Radii in numbers" facts={radiusFacts(radii.images)} />
      </div>
    </Section>
  );
