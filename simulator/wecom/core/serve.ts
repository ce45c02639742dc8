import type { z } from 'zod';
import type { WecomEndpoint } from '#protocol/wecom/endpoint.ts';
import type { Upload } from './multipart.ts';
import type { Caller } from './sim.ts';

/** A call that has passed token, permission, rates and schema. */
export interface Call<E extends WecomEndpoint = WecomEndpoint> extends Caller {
  readonly query: z.output<E['query']>;
  readonly body: z.output<E['body']>;
  readonly upload: Upload | null;
  readonly range: string | undefined;
  /** How long the page is: the caller's wish, within the endpoint's rules. */
  readonly limit: number;
  /** Done once the transaction has committed. */
  after(work: () => Promise<unknown>): void;
}

/** A file in place of JSON. */
export class FileReply {
  readonly bytes: Buffer;
  readonly contentType: string;
  readonly filename: string;
  /** From and to, both included. */
  readonly range: readonly [number, number] | null;

  constructor(
    bytes: Buffer,
    contentType: string,
    filename: string,
    range: readonly [number, number] | null = null,
  ) {
    this.bytes = bytes;
    this.contentType = contentType;
    this.filename = filename;
    this.range = range;
  }
}

export interface Served {
  readonly endpoint: WecomEndpoint;
  readonly answer: (call: Call) => Promise<object | FileReply>;
  /** Changes with one statement and needs no transaction around it. */
  readonly oneStatement: boolean;
}

/** serve(getMember, async (call) => …): the reply is what the endpoint's schema says. */
export function serve<E extends WecomEndpoint>(
  endpoint: E,
  answer: (
    call: Call<E>,
  ) => Promise<E['transfer'] extends 'download' ? FileReply : z.input<E['reply']> | FileReply>,
  { oneStatement = false } = {},
): Served {
  return { endpoint, answer: answer as unknown as Served['answer'], oneStatement };
}
