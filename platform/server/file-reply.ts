import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';

/** A handler of an endpoint that `produces: 'file'` answers with one of these. */
export interface FileReply {
  readonly filename: string;
  readonly contentType: string;
  readonly content: Readable | Buffer | string | AsyncIterable<string | Buffer>;
}

export function isFileReply(value: unknown): value is FileReply {
  return (
    typeof value === 'object' &&
    value !== null &&
    'filename' in value &&
    'content' in value &&
    'contentType' in value
  );
}

export function fileReply(reply: FastifyReply, file: FileReply): FastifyReply {
  const { content } = file;
  const body =
    content instanceof Readable || Buffer.isBuffer(content) || typeof content === 'string'
      ? content
      : Readable.from(content);
  return reply
    .header('content-type', file.contentType)
    .header('x-content-type-options', 'nosniff')
    .header(
      'content-disposition',
      `attachment; filename*=UTF-8''${encodeURIComponent(file.filename)}`,
    )
    .send(body);
}
