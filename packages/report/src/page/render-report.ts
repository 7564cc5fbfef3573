import { h } from 'preact';
import { renderToString } from 'preact-render-to-string';
import type { ReportData } from '../data/report-data';
import { Page } from './page';

/**
 * A report as one HTML page that needs nothing else: no script, no other file, no network. It follows the reader's choice of
 * a light or dark screen, and prints.
 *
 * @returns the text of the page; the same for the same data.
 * @throws when an input of an example has not as many values as `format.shape` says.
 *
 * @example
 * ```ts
 * import { renderReport } from '@ibp/report';
 *
 * const summary = { examples: 100, verified: 80, falsified: 15, unknown: 5 };
 * const page = renderReport({ certification: { epsilon: 0.1, summary } });
 * console.log(page.includes('15.00 to 20.00')); // true
 * ```
 */
export const renderReport = (data: ReportData): string =>
  `<!doctype html>\n${renderToString(h(Page, { data }))}\n`;
