import { createHash, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openFileStore } from './open-files.ts';
import { s3Files } from './s3-files.ts';

/**
 * As much of the S3 protocol as a file store needs, over HTTP. Bodies are checked against the
 * digest the client signed, so a body that is framed or cut differently fails.
 */
class S3Server {
  objects = new Map<string, Buffer>();
  uploads = new Map<string, { key: string; parts: Map<number, Buffer> }>();
  requests: string[] = [];
  failPart: number | null = null;
  server: Server;

  constructor() {
    this.server = createServer(async (request, response) => {
      const body = await buffer(request);
      const { status, text = '', headers = {}, content } = this.answer(request, body);
      response.writeHead(status, headers).end(content ?? text);
    });
  }

  answer(
    request: IncomingMessage,
    body: Buffer,
  ): { status: number; text?: string; headers?: Record<string, string>; content?: Buffer } {
    const url = new URL(request.url!, 'http://s3');
    const key = decodeURIComponent(url.pathname);
    const query = url.searchParams;
    this.requests.push(
      `${request.method} ${key}${[...query.keys()]
        .filter((k) => k !== 'x-id')
        .map((k) => ` ${k}`)
        .join('')}`,
    );

    if (!/^AWS4-HMAC-SHA256 Credential=tester\//.test(request.headers.authorization ?? ''))
      return { status: 403, text: error('AccessDenied') };
    const signed = request.headers['x-amz-content-sha256'];
    if (signed !== 'UNSIGNED-PAYLOAD' && signed !== createHash('sha256').update(body).digest('hex'))
      return { status: 400, text: error('XAmzContentSHA256Mismatch') };
    const etag = `"${createHash('md5').update(body).digest('hex')}"`;

    if (request.method === 'POST' && query.has('uploads')) {
      const id = randomBytes(8).toString('hex');
      this.uploads.set(id, { key, parts: new Map() });
      return {
        status: 200,
        text: `<InitiateMultipartUploadResult><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`,
      };
    }
    const upload = this.uploads.get(query.get('uploadId') ?? '');
    if (request.method === 'PUT' && query.has('partNumber')) {
      const number = Number(query.get('partNumber'));
      if (!upload) return { status: 404, text: error('NoSuchUpload') };
      if (number === this.failPart) return { status: 400, text: error('InvalidPart') };
      upload.parts.set(number, body);
      return { status: 200, headers: { etag } };
    }
    if (request.method === 'POST' && upload) {
      const numbers = [...body.toString().matchAll(/<PartNumber>(\d+)<\/PartNumber>/g)].map((m) =>
        Number(m[1]),
      );
      const parts = numbers.map((n) => upload.parts.get(n)!);
      // Amazon refuses parts below 5 MiB, except the last.
      if (parts.slice(0, -1).some((p) => p.length < 5 * 1024 * 1024))
        return { status: 400, text: error('EntityTooSmall') };
      this.objects.set(key, Buffer.concat(parts));
      this.uploads.delete(query.get('uploadId')!);
      return {
        status: 200,
        text: '<CompleteMultipartUploadResult><ETag>"x"</ETag></CompleteMultipartUploadResult>',
      };
    }
    if (request.method === 'DELETE' && upload) {
      this.uploads.delete(query.get('uploadId')!);
      return { status: 204 };
    }
    if (request.method === 'PUT') {
      this.objects.set(key, body);
      return { status: 200, headers: { etag } };
    }
    if (request.method === 'GET') {
      const whole = this.objects.get(key);
      const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '');
      const content = range ? whole?.subarray(Number(range[1]), Number(range[2]) + 1) : whole;
      return content
        ? {
            status: range ? 206 : 200,
            content,
            headers: { 'content-length': String(content.length) },
          }
        : { status: 404, text: error('NoSuchKey') };
    }
    this.objects.delete(key);
    return { status: 204 };
  }
}

const error = (code: string) =>
  `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`;

let s3: S3Server;
let endpoint: string;

beforeEach(async () => {
  s3 = new S3Server();
  await new Promise<void>((done) => s3.server.listen(0, '127.0.0.1', done));
  endpoint = `http://127.0.0.1:${(s3.server.address() as AddressInfo).port}`;
});
afterEach(() => {
  s3.server.closeAllConnections();
  s3.server.close();
  vi.unstubAllEnvs();
});

const store = () =>
  s3Files({
    bucket: 'bank',
    prefix: 'yuhang',
    endpoint,
    credentials: { accessKeyId: 'tester', secretAccessKey: 'secret' },
  });

const inChunks = (data: Buffer) => {
  const size = 300_000;
  return Readable.from(
    Array.from({ length: Math.ceil(data.length / size) }, (_, i) =>
      data.subarray(i * size, (i + 1) * size),
    ),
  );
};

test.each([0, 5, 1_000_000])('a file of %i bytes is one request', async (size) => {
  const data = randomBytes(size);
  const files = store();
  const put = await files.put('org/kind/1', inChunks(data));
  expect(put).toEqual({
    key: 'org/kind/1',
    size,
    sha256: createHash('sha256').update(data).digest('hex'),
  });
  expect(s3.requests).toEqual(['PUT /bank/yuhang/org/kind/1']);
  expect((await buffer(await files.read('org/kind/1'))).equals(data)).toBe(true);

  await files.delete('org/kind/1');
  await files.delete('org/kind/1');
  await expect(files.read('org/kind/1')).rejects.toThrow('platform.notFound');
});

test('a long file goes in parts and is whole', async () => {
  const data = randomBytes(20 * 1024 * 1024 + 17);
  const files = store();
  await files.put('org/kind/long', inChunks(data));
  expect(s3.requests.map((r) => r.replace(/\/bank\S+ ?/, ''))).toEqual([
    'POST uploads',
    'PUT partNumber uploadId',
    'PUT partNumber uploadId',
    'PUT partNumber uploadId',
    'POST uploadId',
  ]);
  expect((await buffer(await files.read('org/kind/long'))).equals(data)).toBe(true);
  const part = await buffer(await files.read('org/kind/long', { start: 100, end: 9_000_000 }));
  expect(part.equals(data.subarray(100, 9_000_000))).toBe(true);
});

test('a file of exactly one part is whole too', async () => {
  const data = randomBytes(8 * 1024 * 1024);
  await store().put('org/kind/even', inChunks(data));
  expect(s3.objects.get('/bank/yuhang/org/kind/even')!.equals(data)).toBe(true);
});

test('a failed or too long upload leaves no parts behind', async () => {
  s3.failPart = 2;
  const data = randomBytes(20 * 1024 * 1024);
  await expect(store().put('org/kind/bad', inChunks(data))).rejects.toThrow();
  s3.failPart = null;
  await expect(
    store().put('org/kind/bad', inChunks(data), { maxBytes: 10 * 1024 * 1024 }),
  ).rejects.toThrow('platform.tooLarge');
  expect(s3.objects.size).toBe(0);
  expect(s3.uploads.size).toBe(0);
});

test('YUHANG_FILES chooses between a folder and a bucket', async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'tester');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  const files = await openFileStore({
    files: 's3://bank/a/b/',
    dataDir: '/nowhere',
    s3Endpoint: endpoint,
  });
  await files.put('org/kind/2', Readable.from([Buffer.from('x')]));
  expect([...s3.objects.keys()]).toEqual(['/bank/a/b/org/kind/2']);

  await expect(openFileStore({ files: 's3:bank', dataDir: '/nowhere' })).rejects.toThrow(
    'YUHANG_FILES',
  );
});
