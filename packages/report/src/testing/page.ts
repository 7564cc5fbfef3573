/** The text of a page as a reader sees it: no markup, no styles. */
export const textOf = (html: string): string =>
  html
    .replace(/<style>.*?<\/style>/gs, '')
    .replace(/<[^>]+>/g, '\n')
    .replace(/\u00a0/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .join('\n');

/** The cells of the table of that caption, row by row. */
export function rowsOf(html: string, caption: string): string[][] {
  const [, table] = new RegExp(`<caption>${caption}</caption>(.*?)</table>`, 's').exec(html) ?? [];
  if (table === undefined) throw new Error(`expected a table "${caption}", got none`);
  return [...table.matchAll(/<tr>(.*?)<\/tr>/gs)].map(([, row]) =>
    [...row!.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell]) => textOf(cell!)),
  );
}

/** The addresses of all pictures. */
export const picturesOf = (html: string): string[] =>
  [...html.matchAll(/<img[^>]* src="([^"]*)"/g)].map(([, src]) => src!);
