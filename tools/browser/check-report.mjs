import { pathToFileURL } from 'node:url';

/**
 * Opens a report as its reader does, from a file, on a light and on a dark screen.
 *
 * @param axe the text of axe-core, which looks for what shuts readers out: contrast, headings, names.
 * @throws when the console has anything to say, anything is loaded, a picture is broken or axe finds something.
 */
export async function checkReport(browser, file, axe) {
  const address = pathToFileURL(file).href;
  for (const colorScheme of ['light', 'dark']) {
    for (const width of [1280, 400]) {
      const page = await browser.newPage({ colorScheme, viewport: { width, height: 900 } });
      const found = [];
      page.on('console', (message) => found.push(message.text()));
      page.on('pageerror', (error) => found.push(String(error)));
      page.on('request', (request) => {
        if (request.url() !== address && !request.url().startsWith('data:')) found.push(request.url());
      });
      await page.goto(address);
      const { broken, wide } = await page.evaluate(() => ({
        broken: [...document.images].filter(({ naturalWidth }) => naturalWidth === 0).length,
        wide: document.documentElement.scrollWidth - innerWidth,
      }));
      if (broken > 0) found.push(`${broken} broken pictures`);
      if (wide > 0) found.push(`${wide} pixels beyond the screen`);
      await page.evaluate(() => {
        for (const details of document.querySelectorAll('details')) details.open = true;
      });
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => globalThis.axe.run());
      found.push(...violations.map(({ help, nodes }) => `${help}: ${nodes[0].html}`));
      if (found.length > 0) throw new Error(`report, ${colorScheme}, ${width} wide: ${found.join('\n')}`);
      console.log(`ok: a report opens on a ${colorScheme} screen ${width} wide, and says nothing`);
      await page.close();
    }
  }
}
