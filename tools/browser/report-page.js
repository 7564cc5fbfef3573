/** A report live in a page: the components drawn by Preact, again and again as data come in. */
// @boundaries-ignore installed by check.mjs
import { renderReport } from '@ibp/report';
// @boundaries-ignore installed by check.mjs
import { Curves, ReportView, styles, trainingCharts } from '@ibp/report/components';
// @boundaries-ignore installed by check.mjs
import { h, render } from 'preact';
import { check, report } from './outcome.js';
import { data } from './report-data.js';

async function main() {
  check(typeof process === 'undefined' && typeof Buffer === 'undefined', 'nothing of Node is there');
  const file = await (await fetch('/report.html')).text();
  check(renderReport(data) === file, 'a browser renders the page that Node renders');

  document.head.append(Object.assign(document.createElement('style'), { textContent: styles }));
  const root = document.body.appendChild(document.createElement('div'));
  render(h(ReportView, { data }), root);
  await Promise.all([...document.images].map((image) => image.decode()));
  check(document.images.length === 60, 'the components draw pictures in a page');
  check(root.innerHTML.includes('&lt;script&gt;') && !root.querySelector('script'), 'names stay text');

  const curves = document.body.appendChild(document.createElement('div'));
  const lines = [2, 4].map((count) => {
    const [loss] = trainingCharts(data.metrics.slice(0, count));
    render(h(Curves, loss), curves);
    return curves.querySelectorAll('.ibp-line-1 circle').length;
  });
  check(lines.join() === '2,4', 'a curve grows with its data');
}

report(main());
