/** @jsxRuntime automatic @jsxImportSource preact */
import { renderToString } from 'preact-render-to-string';
import type { ReportData } from '../data/report-data';
import { titleOf } from '../findings/title';
import { Report } from './report';
import { styles } from './styles';

/** Nothing is loaded and nothing runs, whatever the data hold. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

/**
 * A report as one HTML page that needs nothing else: no script, no other file, no network. It follows the reader's choice of
 * a light or dark screen, and prints.
 *
 * @returns the text of the page; the same for the same data.
 * @throws when an input of an example has not as many values as `format.shape` says.
 */
export const renderReport = (data: ReportData): string =>
  `<!doctype html>\n${renderToString(
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
        <Report data={data} />
      </body>
    </html>,
  )}\n`;
