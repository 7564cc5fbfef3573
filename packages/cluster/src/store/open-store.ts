import { fail } from '@ibp/core';
import { folderStore } from './folder';
import { s3Store } from './s3';
import type { Store } from './store';

/**
 * The store that a text names: a folder, or `s3://bucket/prefix`, whose server, region and keys are those of the AWS SDK's
 * environment (`AWS_ENDPOINT_URL_S3`, `AWS_REGION`, `AWS_ACCESS_KEY_ID`, ...).
 *
 * @throws where it names nothing, or the AWS SDK is not installed.
 */
export async function openStore(text: string): Promise<Store> {
  if (text.trim() === '') fail('store', 'expected a folder or s3://bucket/prefix, got nothing');
  if (!text.startsWith('s3://')) return folderStore(text);
  const [, bucket, prefix = ''] = /^s3:\/\/([^/@:?#]+)(?:\/(.*))?$/.exec(text) ?? [];
  if (!bucket) return fail('store', 'expected s3://bucket/prefix, got a URL of another form');
  const endpoint = process.env.AWS_ENDPOINT_URL_S3 ?? process.env.AWS_ENDPOINT_URL;
  const trimmed = prefix.replace(/\/+$/, '');
  return s3Store({ bucket, ...(trimmed ? { prefix: trimmed } : {}), ...(endpoint ? { endpoint } : {}) });
}
