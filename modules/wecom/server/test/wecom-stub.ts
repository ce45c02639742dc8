import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface StubCall {
  readonly method: string;
  readonly path: string;
  readonly query: Record<string, string>;
  readonly body: string;
  readonly at: number;
}

export type StubAnswer = (
  call: StubCall,
  wire: { request: IncomingMessage; response: ServerResponse },
) => unknown;

export interface Stub {
  readonly url: string;
  readonly calls: StubCall[];
  /** Those of one path. */
  to(path: string): StubCall[];
  close(): Promise<void>;
}

/** Something on the wire that answers as a test wants; what it returns is sent as JSON. */
export async function aStub(answer: StubAnswer): Promise<Stub> {
  const calls: StubCall[] = [];
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://stub');
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const call = {
      method: request.method ?? '',
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      body: Buffer.concat(chunks).toString(),
      at: performance.now(),
    };
    calls.push(call);
    const json = await answer(call, { request, response });
    if (response.destroyed || response.writableEnded) return;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(json ?? { errcode: 0, errmsg: 'ok' }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    to: (path) => calls.filter((call) => call.path === path),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** Gives out tokens in a row and refuses all but the newest. */
export function tokenDesk(lifetime = 7200) {
  let issued = 0;
  let valid = '';
  return {
    issued: () => issued,
    /** As the platform may: the token is over before its time. */
    voidToken: () => {
      valid = '';
    },
    answer(call: StubCall): object | null {
      if (call.path === '/cgi-bin/gettoken') {
        issued += 1;
        valid = `token-${issued}`;
        return { errcode: 0, errmsg: 'ok', access_token: valid, expires_in: lifetime };
      }
      if (call.query.access_token !== valid)
        return { errcode: 40014, errmsg: 'invalid access_token' };
      return null;
    },
  };
}
