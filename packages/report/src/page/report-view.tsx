/** @jsxRuntime automatic @jsxImportSource preact */
import type { ReportData } from '../data/report-data';
import { noticesOf } from '../findings/notices';
import { titleOf } from '../findings/title';
import { Classes } from './classes';
import { CounterExamples } from './counter-examples';
import { Identity } from './identity';
import { Radii } from './radii';
import { Results } from './results';
import { Stages } from './stages';
import { Training } from './training';
import { Words } from './words';

/** All that there is to show. */
export type ReportViewProps = { readonly data: ReportData };

/** All that there is to show, part by part; what the data lack is left out. */
export const ReportView = ({ data }: ReportViewProps) => (
  <main class="ibp-report">
    <header>
      <h1>{titleOf(data)}</h1>
      {data.run?.data?.description ? <p>{data.run.data.description}</p> : null}
    </header>
    {noticesOf(data).map((notice) => (
      <p key={notice} class="ibp-notice" role="note">
        {notice}
      </p>
    ))}
    <Results data={data} />
    <Stages data={data} />
    <Classes data={data} />
    <CounterExamples data={data} />
    <Radii data={data} />
    <Training data={data} />
    <Identity data={data} />
    <Words />
  </main>
);
