import { z } from 'zod';
import { ArchivePage } from '#protocol/wecom/endpoints/archive.ts';

/**
 * The calls of WeCom's native library, over HTTP: WeCom gives them to C programs only, so a small
 * bridge beside it, or the stand-in, answers them. Every other part of the archive is ordinary HTTP.
 */
const Plain = z.object({ errcode: z.int(), message: z.string().optional() });

const TIMEOUT_MS = 10_000;

export interface Library {
  readonly url: string;
  readonly corpid: string;
  readonly secret: string;
}

async function ask(url: string, call: string, body: object): Promise<unknown> {
  const response = await fetch(`${url}/finance-sdk/${call}`, {
    method: 'POST',
    redirect: 'error',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (!response.ok) throw new Error(`The archive answered HTTP ${response.status}`);
  return response.json();
}

/** Messages after this number, still encrypted. */
export async function pullPage(
  { url, corpid, secret }: Library,
  seq: number,
  limit: number,
): Promise<ArchivePage> {
  const page = await ask(url, 'get_chat_data', { corpid, secret, seq, limit });
  const { errcode } = z.object({ errcode: z.int() }).parse(page);
  return errcode === 0
    ? ArchivePage.parse(page)
    : { errcode, errmsg: 'refused by the archive', chatdata: [] };
}

/** Null: it cannot be opened with this key. */
export async function openMessage(
  { url }: Library,
  encrypt_key: string,
  encrypt_msg: string,
): Promise<unknown> {
  const opened = Plain.parse(await ask(url, 'decrypt_data', { encrypt_key, encrypt_msg }));
  return opened.errcode === 0 && opened.message ? JSON.parse(opened.message) : null;
}
