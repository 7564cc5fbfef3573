/** @jsxRuntime automatic @jsxImportSource preact */
import { titleOf } from '../findings/title';
import { ReportView, type ReportViewProps } from './report-view';
import { styles } from './styles';

/** Nothing is loaded and nothing runs, whatever the data hold. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

/** A whole document. */
export const Page = ({ data }: ReportViewProps) => (
  <html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <meta http-equiv="content-security-policy" content={policy} />
      <link rel="icon" href="data:," />
      <title>{titleOf(data)}</title>
      <style dangerouslySetInnerHTML={{ __html: styles }} />
    </head>
    <body>
      <ReportView data={data} />
    </body>
  </html>
);
