const most = 500;

/** What others have written, as it may be printed: no controls of a terminal, and no page of it. */
export const printable = (text: string): string => {
  const plain = text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '?');
  return plain.length > most ? `${plain.slice(0, most)}...` : plain;
};
