import http from 'node:http';
import https from 'node:https';
import { type CallbackKeys, sealCheck, sealPush } from '#protocol/wecom/callbacks/envelope.ts';
import { CALLBACK_ANSWER_MS, CALLBACK_CHECK_MS } from '#protocol/wecom/limits.ts';
import type { CallbackSettings } from '../core/corp-settings.ts';
import type { App } from '../core/directory.ts';

export type Outcome =
  | { readonly answered: true; readonly status: number; readonly body: string }
  | { readonly answered: false; readonly problem: string };

const agents = {
  'http:': new http.Agent({ keepAlive: true, maxSockets: 64 }),
  'https:': new https.Agent({ keepAlive: true, maxSockets: 64 }),
};

export function closeSenders(): void {
  agents['http:'].destroy();
  agents['https:'].destroy();
}

export const keysOf = (corpId: string, callback: CallbackSettings): CallbackKeys => ({
  token: callback.token,
  encodingAesKey: callback.encodingAesKey,
  receiveid: corpId,
});

/** One push. Any answer counts as received, whatever its status. */
export function send(
  corpId: string,
  app: App,
  callback: CallbackSettings,
  message: string,
  timestamp: number,
): Promise<Outcome> {
  const { query, body } = sealPush(keysOf(corpId, callback), message, {
    timestamp,
    agentId: app.agentId,
  });
  return ask('POST', withQuery(callback.url, query), body, CALLBACK_ANSWER_MS);
}

/** The check before an address is taken; null when it is good, else what is wrong. */
export async function checkCallback(
  corpId: string,
  callback: CallbackSettings,
  timestamp: number,
  echo: string,
): Promise<string | null> {
  const query = sealCheck(keysOf(corpId, callback), echo, { timestamp });
  const outcome = await ask('GET', withQuery(callback.url, query), '', CALLBACK_CHECK_MS);
  if (!outcome.answered) return outcome.problem;
  if (outcome.status !== 200) return `HTTP ${outcome.status}`;
  return outcome.body === echo ? null : 'the answer is not the decrypted echo';
}

function withQuery(address: string, query: Record<string, string>): URL {
  const url = new URL(address);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url;
}

const LONGEST_ANSWER = 256 * 1024;

function ask(method: string, url: URL, body: string, timeoutMs: number): Promise<Outcome> {
  return new Promise((resolve) => {
    const done = (outcome: Outcome) => {
      clearTimeout(timer);
      resolve(outcome);
    };
    const failed = (problem: string) => done({ answered: false, problem });
    const secure = url.protocol === 'https:';
    const request = (secure ? https : http).request(
      url,
      {
        method,
        agent: secure ? agents['https:'] : agents['http:'],
        headers: {
          'content-type': 'text/xml',
          'content-length': Buffer.byteLength(body),
          'user-agent': 'Mozilla/4.0',
        },
      },
      (response) => {
        const chunks: Buffer[] = [];
        let size = 0;
        response.on('data', (chunk: Buffer) => {
          size += chunk.length;
          if (size <= LONGEST_ANSWER) chunks.push(chunk);
        });
        response.on('end', () =>
          done({
            answered: true,
            status: response.statusCode ?? 0,
            body: Buffer.concat(chunks).toString(),
          }),
        );
        response.on('error', () => failed('connection broken'));
      },
    );
    const timer = setTimeout(() => {
      request.destroy();
      failed('time-out');
    }, timeoutMs);
    request.on('error', (error: NodeJS.ErrnoException) => failed(error.code ?? error.message));
    request.end(body);
  });
}
