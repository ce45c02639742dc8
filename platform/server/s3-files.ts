import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  NoSuchKey,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { platformErrors } from '../contract/errors.ts';
import type { FileStore } from './files.ts';

/** Held in memory for each running upload; S3 takes no smaller part than 5 MiB. */
const PART = 8 * 1024 * 1024;

export interface S3Options {
  readonly bucket: string;
  /** Put before every key, without slashes around it; may be empty. */
  readonly prefix: string;
  /** Another server than Amazon's: MinIO, Ceph, a cloud's own. Addressed by path. */
  readonly endpoint?: string;
  readonly region?: string;
  readonly credentials?: { accessKeyId: string; secretAccessKey: string };
}

/** Files in an S3 bucket. A small file is one request; a longer one goes in parts, in flat memory. */
export function s3Files(options: S3Options): FileStore {
  const client = new S3Client({
    region: options.region ?? process.env.AWS_REGION ?? 'us-east-1',
    ...(options.endpoint ? { endpoint: options.endpoint, forcePathStyle: true } : {}),
    ...(options.credentials ? { credentials: options.credentials } : {}),
    // Servers other than Amazon's do not all know the newer checksums; contents carry their own proof.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
  const Bucket = options.bucket;
  const keyOf = (key: string) => (options.prefix ? `${options.prefix}/${key}` : key);

  async function putInParts(
    Key: string,
    first: Buffer,
    parts: AsyncIterator<Buffer, undefined>,
  ): Promise<void> {
    const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key }));
    const upload = { Bucket, Key, UploadId };
    try {
      const sent: CompletedPart[] = [];
      for (let Body: Buffer | undefined = first; Body; Body = (await parts.next()).value) {
        const PartNumber = sent.length + 1;
        const { ETag } = await client.send(new UploadPartCommand({ ...upload, PartNumber, Body }));
        sent.push({ ETag, PartNumber });
      }
      await client.send(
        new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts: sent } }),
      );
    } catch (err) {
      await client.send(new AbortMultipartUploadCommand(upload)).catch(() => {});
      throw err;
    }
  }

  return {
    async put(key, content, { maxBytes = Number.POSITIVE_INFINITY } = {}) {
      const digest = createHash('sha256');
      const Key = keyOf(key);
      let size = 0;
      const parts = partsOf(content, (chunk) => {
        size += chunk.length;
        digest.update(chunk);
        if (size > maxBytes) throw platformErrors.tooLarge({ maxBytes });
      });
      const first = (await parts.next()).value ?? Buffer.alloc(0);
      if (first.length < PART)
        await client.send(new PutObjectCommand({ Bucket, Key, Body: first }));
      else await putInParts(Key, first, parts);
      return { key, size, sha256: digest.digest('hex') };
    },
    async read(key, range) {
      const part = range ? { Range: `bytes=${range.start}-${range.end - 1}` } : {};
      try {
        const { Body } = await client.send(
          new GetObjectCommand({ Bucket, Key: keyOf(key), ...part }),
        );
        if (Body instanceof Readable) return Body;
        throw new Error('S3 answered without a body');
      } catch (err) {
        if (err instanceof NoSuchKey) throw platformErrors.notFound({ file: key });
        throw err;
      }
    },
    async delete(key) {
      await client.send(new DeleteObjectCommand({ Bucket, Key: keyOf(key) }));
    },
  };
}

async function* partsOf(
  content: Readable,
  seen: (chunk: Buffer) => void,
): AsyncGenerator<Buffer, undefined> {
  let waiting: Buffer[] = [];
  let length = 0;
  for await (const chunk of content as AsyncIterable<Buffer>) {
    seen(chunk);
    waiting.push(chunk);
    length += chunk.length;
    while (length >= PART) {
      const all = Buffer.concat(waiting, length);
      yield all.subarray(0, PART);
      waiting = [all.subarray(PART)];
      length -= PART;
    }
  }
  if (length > 0) yield Buffer.concat(waiting, length);
  return undefined;
}
