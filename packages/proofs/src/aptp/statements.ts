/** A statement of a file, from its first parenthesis to its last, and where it begins. */
export type Statement = { readonly start: number; readonly text: string };

/**
 * The statements of an SMT-LIB text, without comments.
 *
 * @param refuse throws, of a place in the text and what is wrong there.
 */
export function statementsIn(given: string, refuse: (at: number, message: string) => never): Statement[] {
  // as long as it was, so that places stay
  const text = given.replace(/;[^\n]*/g, (comment) => ' '.repeat(comment.length));
  const found: Statement[] = [];
  let [depth, start] = [0, 0];
  for (const { 0: symbol, index } of text.matchAll(/[()]|[^()\s]+/g)) {
    if (symbol === '(') {
      if (depth === 0) start = index;
      depth += 1;
    } else if (symbol === ')') {
      if (depth === 0) refuse(index, 'expected (, got )');
      depth -= 1;
      if (depth === 0) found.push({ start, text: text.slice(start, index + 1) });
    } else if (depth === 0) refuse(index, `expected (, got ${symbol.slice(0, 40)}`);
  }
  if (depth > 0) refuse(start, 'expected ), got the end of the file');
  return found;
}
