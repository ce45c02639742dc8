import type { FastifyInstance } from 'fastify';
import type { AnyEndpoint, Reply } from '../../contract/endpoint.ts';
import { AppError } from '../../contract/errors.ts';

/** Sends one file to an `upload: true` endpoint, as a browser's form does. */
export async function uploadTo<E extends AnyEndpoint>(
  app: FastifyInstance,
  endpoint: E,
  params: Record<string, string>,
  filename: string,
  content: string | Buffer,
  query: Record<string, string> = {},
): Promise<Reply<E>> {
  const boundary = '----yuhang-test';
  const payload = Buffer.concat([
    Buffer.from(
      `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${filename}"\r\n` +
        'Content-Type: application/octet-stream\r\n\r\n',
    ),
    Buffer.from(content as string),
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ]);
  const response = await app.inject({
    method: endpoint.method,
    url: endpoint.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name]!)),
    query,
    headers: {
      'content-type': `multipart/form-data; boundary=${boundary}`,
      'x-yuhang-csrf': '1',
    },
    payload,
  });
  if (response.statusCode >= 400) {
    const { error } = response.json();
    throw new AppError(error.code, response.statusCode, error.details);
  }
  return response.json() as Reply<E>;
}
