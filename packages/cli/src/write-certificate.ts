import { gzipSync } from 'node:zlib';
import { writeWhole } from '@ibp/files';

/** Writes a certificate without spaces, packed by gzip where the file's name ends with `.gz`. */
export function writeCertificate(file: string, certificate: object): Promise<void> {
  const text = `${JSON.stringify(certificate)}\n`;
  return writeWhole(file, file.endsWith('.gz') ? gzipSync(text, { level: 9 }) : text);
}
