/** Text between quotes; escapes are refused, where taking them for what they are would give other bytes. */
export function unescaped(text: string): string {
  if (text.includes('\\')) throw new Error('Expected text without escapes');
  return text;
}

export function unquoted(text: string): string {
  const quote = text[0];
  if (text.length < 2 || quote !== text.at(-1) || (quote !== '"' && quote !== "'")) {
    throw new Error('Expected text in quotes');
  }
  return unescaped(text.slice(1, -1));
}
