import { fail } from '@ibp/core';

/** `(`, `)`, `[`, `]` and `,` as themselves; a word is a name, a number or an operator. */
export type TokenKind = '(' | ')' | '[' | ']' | ',' | 'word' | 'string' | 'end';

/** A text and the token that is next in it. */
export type Tokens = { readonly text: string; kind: TokenKind; start: number; end: number };

/** The tokens of a text, the first of them next. */
export function tokensOf(text: string): Tokens {
  const tokens: Tokens = { text, kind: 'end', start: 0, end: 0 };
  advance(tokens);
  return tokens;
}

/** What is written where a token is. */
export const textOf = ({ text, kind, start, end }: Tokens): string =>
  kind === 'end' ? 'the end of the file' : text.slice(start, end);

/** @throws naming the line and the column of a place in the text, from 1. */
export function failAt({ text }: { readonly text: string }, at: number, message: string): never {
  const before = text.slice(0, at);
  const line = before.split('\n').length;
  return fail('parseVnnlib', `${line}:${at - before.lastIndexOf('\n')}: ${message}`);
}

/** @throws unless the next token is of this kind; it is passed over. Gives where it is. */
export function expect(tokens: Tokens, kind: TokenKind, what: string = kind): number {
  if (tokens.kind !== kind) failAt(tokens, tokens.start, `expected ${what}, got ${shown(tokens)}`);
  const { start } = tokens;
  advance(tokens);
  return start;
}

/** The next token, a word, which is passed over. */
export function expectWord(tokens: Tokens, what: string): string {
  const word = textOf(tokens);
  expect(tokens, 'word', what);
  return word;
}

/** What a token is called in a message: a file may have one of megabytes. */
export function shown(tokens: Tokens): string {
  const text = textOf(tokens);
  return text.length > 40 ? `${text.slice(0, 40)}...` : text;
}

const single = new Map([...'()[],'].map((symbol) => [symbol.charCodeAt(0), symbol as TokenKind]));
const [newline, quote, semicolon, space] = [...'\n"; '].map((symbol) => symbol.charCodeAt(0));

const endsWord = (code: number): boolean =>
  code <= space! || code === semicolon || code === quote || single.has(code);

/** Passes over the next token, to the one after it. */
export function advance(tokens: Tokens): void {
  const { text } = tokens;
  let at = tokens.end;
  for (;;) {
    while (at < text.length && text.charCodeAt(at) <= space!) at++;
    if (text.charCodeAt(at) !== semicolon) break;
    while (at < text.length && text.charCodeAt(at) !== newline) at++;
  }
  tokens.start = at;
  const code = text.charCodeAt(at);
  if (at >= text.length) {
    tokens.kind = 'end';
  } else if (single.has(code)) {
    tokens.kind = single.get(code)!;
    at++;
  } else if (code === quote) {
    tokens.kind = 'string';
    const end = text.indexOf('"', at + 1);
    if (end < 0) failAt(tokens, at, 'expected the end of a string, got the end of the file');
    at = end + 1;
  } else {
    tokens.kind = 'word';
    while (at < text.length && !endsWord(text.charCodeAt(at))) at++;
  }
  tokens.end = at;
}
