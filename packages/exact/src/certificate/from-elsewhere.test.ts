import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodePlainNetwork } from '../file/decode-plain-network';
import { parseCertificate } from './certificate';
import { checkCertificate } from './check';

const fixture = (name: string) => readFileSync(join(__dirname, '../../fixtures', name));

/** What was asked, as `make-proof.ts` of @ibp/verify has it: the class of six images of 16 pixels, within 0.02. */
const asked = [1, 2, 2, 1, 2, 0].map((label, i) => ({
  ...{ x: Float32Array.from({ length: 16 }, (_, k) => ((7 * i + 3 * k) % 10) / 10), label, classes: 3 },
  ...{ epsilon: 0.02, range: [0, 1] as const },
}));

it('a network and a certificate that were made with tfjs are read and checked without it', async () => {
  const network = await decodePlainNetwork(fixture('network.safetensors'));
  const certificate = parseCertificate(JSON.parse(String(fixture('certificate.json'))));
  const { sound, confirmed, examples } = await checkCertificate(certificate, network, asked);
  expect(examples.map(({ status }) => status)).toEqual(Array(6).fill('confirmed'));
  expect({ sound, confirmed }).toEqual({ sound: true, confirmed: { verified: 3, falsified: 3 } });
});
