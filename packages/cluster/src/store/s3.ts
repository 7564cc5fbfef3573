import { fail } from '@ibp/core';
import { assertSize, nameOf, type Store, type StoreKind } from './store';

/** How a store of objects is reached; keys, region and endpoint are those of the AWS SDK's environment unless given. */
export type S3Options = {
  readonly bucket: string;
  /** Before all names: none unless given. */
  readonly prefix?: string;
  /** Of a server that is compatible with S3: `http://localhost:9000`. */
  readonly endpoint?: string;
  readonly region?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
};

/** @throws where the AWS SDK is not installed. */
async function sdk() {
  try {
    return await import('@aws-sdk/client-s3');
  } catch {
    return fail(
      'store',
      'expected @aws-sdk/client-s3 to be installed for a store on S3, got none: npm install @aws-sdk/client-s3',
    );
  }
}

const isAbsent = (error: unknown): boolean => {
  const { name, $metadata } = error as { name?: string; $metadata?: { httpStatusCode?: number } };
  return name === 'NoSuchKey' || name === 'NotFound' || $metadata?.httpStatusCode === 404;
};

/**
 * A store on S3, or on what is compatible with it. An object is there whole or not at all.
 *
 * @throws where the AWS SDK (`@aws-sdk/client-s3`) is not installed. Its calls throw naming the bucket when it is not reached.
 */
export async function s3Store({ bucket, prefix, ...options }: S3Options): Promise<Store> {
  const { S3Client, GetObjectCommand, PutObjectCommand, HeadObjectCommand, DeleteObjectCommand } =
    await sdk();
  const { endpoint, ...rest } = options;
  // a server of one's own has no name for each bucket
  const client = new S3Client({ ...rest, ...(endpoint ? { endpoint, forcePathStyle: true } : {}) });
  const where = `s3://${bucket}${prefix ? `/${prefix}` : ''}`;
  const at = (kind: StoreKind, hash: string) => ({
    Bucket: bucket,
    Key: prefix ? `${prefix}/${nameOf(kind, hash)}` : nameOf(kind, hash),
  });
  const tried = async <T>(work: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await work();
    } catch (error) {
      if ((error as Error).name === 'NoSuchBucket')
        return fail('store', `expected a bucket ${where}, got none`);
      if (isAbsent(error)) return undefined;
      return fail(
        'store',
        `expected ${where} to answer, got ${(error as Error).name}: ${(error as Error).message}`,
      );
    }
  };
  return {
    where,
    read: async (kind, hash, most) => {
      if (most !== undefined) {
        const about = await tried(() => client.send(new HeadObjectCommand(at(kind, hash))));
        assertSize(at(kind, hash).Key, about?.ContentLength ?? 0, most);
      }
      return tried(async () => {
        const { Body } = await client.send(new GetObjectCommand(at(kind, hash)));
        return Body!.transformToByteArray();
      });
    },
    write: async (kind, hash, bytes) => {
      await tried(() => client.send(new PutObjectCommand({ ...at(kind, hash), Body: bytes })));
    },
    has: async (kind, hash) =>
      (await tried(() => client.send(new HeadObjectCommand(at(kind, hash))))) !== undefined,
    remove: async (kind, hash) => {
      await tried(() => client.send(new DeleteObjectCommand(at(kind, hash))));
    },
  };
}
