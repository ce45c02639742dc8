import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CallbackKeys, openCheck, openPush } from '#protocol/wecom/callbacks/envelope.ts';
import { type Push, readPush } from '#protocol/wecom/callbacks/events.ts';
import { APP, type Bank } from './bank.ts';

export interface Receiver {
  readonly url: string;
  readonly keys: CallbackKeys;
  /** What arrived and could be opened, in order. */
  readonly pushes: Push[];
  /** What arrived and could not. */
  readonly refused: string[];
  /** Everything that was on its way has arrived. */
  settle(): Promise<Push[]>;
  /** How it answers from now on. */
  answer(how: (request: http.IncomingMessage, response: http.ServerResponse) => void): void;
  close(): Promise<void>;
}

/** Stands where the product stands: opens what comes and keeps it. */
export async function aReceiver(bank: Bank, agentId = APP): Promise<Receiver> {
  const keys: CallbackKeys = {
    token: 'QDG6eK',
    encodingAesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C',
    receiveid: bank.corpId,
  };
  const pushes: Push[] = [];
  const refused: string[] = [];
  let how = (_request: http.IncomingMessage, response: http.ServerResponse) => {
    response.end('');
  };
  const server = http.createServer(async (request, response) => {
    const query = Object.fromEntries(new URL(request.url ?? '', 'http://x').searchParams);
    if (request.method === 'GET') {
      const check = openCheck(keys, query);
      response.statusCode = check.ok ? 200 : 403;
      response.end(check.ok ? check.message : '');
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const opened = openPush(keys, query, Buffer.concat(chunks).toString());
    const read = opened.ok ? readPush(opened.message) : null;
    if (read?.ok) pushes.push(read.push);
    else refused.push(opened.ok ? 'event' : opened.reason);
    how(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/callback?from=wecom`;
  await bank.control('PUT', `/sim/corps/${bank.corpId}/apps/${agentId}/callback`, {
    url,
    token: keys.token,
    encodingAesKey: keys.encodingAesKey,
  });
  return {
    url,
    keys,
    pushes,
    refused,
    async settle() {
      await bank.control('POST', '/sim/callbacks/idle', { timeoutMs: 20_000 });
      return pushes;
    },
    answer: (next) => {
      how = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
