import { randomBytes } from 'node:crypto';
import { decrypt, encrypt, type Refusal } from './crypto.ts';
import { sameSignature, sign } from './signature.ts';
import { buildXml, parseXml, type XmlLimits, type XmlRefusal } from './xml.ts';

/** What both ends of one callback address know. */
export interface CallbackKeys {
  readonly token: string;
  readonly encodingAesKey: string;
  /** Of a corp's own app: the corp id. */
  readonly receiveid: string;
}

export interface CallbackQuery {
  readonly msg_signature?: string | undefined;
  readonly timestamp?: string | undefined;
  readonly nonce?: string | undefined;
  readonly echostr?: string | undefined;
}

export type OpenRefusal = Refusal | XmlRefusal | 'query' | 'stale' | 'envelope';

export type Opened =
  | {
      readonly ok: true;
      readonly message: string;
      readonly agentId: string | null;
      readonly format: 'xml' | 'json';
    }
  | { readonly ok: false; readonly reason: OpenRefusal };

export interface OpenOptions {
  /** Seconds; what is older or newer than `windowSeconds` is a replay. */
  readonly now?: number;
  readonly windowSeconds?: number;
  readonly limits?: XmlLimits;
}

const refused = (reason: OpenRefusal) => ({ ok: false, reason }) as const;

const one = (value: unknown, longest: number): value is string =>
  typeof value === 'string' && value.length > 0 && value.length <= longest;

/** Signature before anything else is touched; then ciphertext, padding, length and receiver. */
function open(
  keys: CallbackKeys,
  query: CallbackQuery,
  encrypted: string,
  { now, windowSeconds = 300 }: OpenOptions,
): { ok: true; message: string } | { ok: false; reason: OpenRefusal } {
  const { msg_signature, timestamp, nonce } = query;
  if (!one(msg_signature, 64) || !one(timestamp, 20) || !one(nonce, 128)) return refused('query');
  const expected = sign(keys.token, timestamp, nonce, encrypted);
  if (!sameSignature(msg_signature, expected)) return refused('signature');
  if (now !== undefined && !(Math.abs(now - Number(timestamp)) <= windowSeconds))
    return refused('stale');
  const plain = decrypt(keys.encodingAesKey, encrypted);
  if (!plain.ok) return plain;
  if (plain.receiveid !== keys.receiveid) return refused('receiveid');
  return { ok: true, message: plain.message };
}

/** The check of the address by GET: the plain text is the whole answer, within a second. */
export function openCheck(keys: CallbackKeys, query: CallbackQuery, options: OpenOptions = {}) {
  if (!one(query.echostr, 4096)) return refused('query');
  return open(keys, query, query.echostr, options);
}

/** A push by POST. The outer envelope is unsigned and only read for its ciphertext. */
export function openPush(
  keys: CallbackKeys,
  query: CallbackQuery,
  body: string,
  options: OpenOptions = {},
): Opened {
  const envelope = readEnvelope(body, options.limits);
  if (!envelope.ok) return envelope;
  const opened = open(keys, query, envelope.encrypted, options);
  return opened.ok ? { ...opened, agentId: envelope.agentId, format: envelope.format } : opened;
}

type Envelope =
  | { ok: true; encrypted: string; agentId: string | null; format: 'xml' | 'json' }
  | { ok: false; reason: OpenRefusal };

function readEnvelope(body: string, limits?: XmlLimits): Envelope {
  if (body.trimStart().startsWith('{')) return readJsonEnvelope(body, limits);
  const parsed = parseXml(body, limits);
  if (!parsed.ok) return parsed;
  const { Encrypt, AgentID } = parsed.value;
  if (typeof Encrypt !== 'string' || !Encrypt) return refused('envelope');
  const agentId = typeof AgentID === 'string' && AgentID ? AgentID : null;
  return { ok: true, encrypted: Encrypt, agentId, format: 'xml' };
}

/** Programs of the data zone receive JSON. Field names as client libraries know them. */
function readJsonEnvelope(body: string, limits?: XmlLimits): Envelope {
  if (Buffer.byteLength(body) > (limits?.bytes ?? 1024 * 1024)) return refused('size');
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return refused('syntax');
  }
  const { encrypt: encrypted, agentid } = json as Record<string, unknown>;
  if (typeof encrypted !== 'string' || !encrypted) return refused('envelope');
  const agentId = agentid === undefined || agentid === '' ? null : String(agentid);
  return { ok: true, encrypted, agentId, format: 'json' };
}

export interface SealOptions {
  readonly timestamp: number;
  readonly nonce?: string;
  readonly agentId?: number | undefined;
  readonly prefix?: Buffer;
}

const newNonce = () => randomBytes(8).toString('hex');

/** A push as WeCom sends it: the query to append and the body. */
export function sealPush(keys: CallbackKeys, message: string, options: SealOptions) {
  const { timestamp, nonce = newNonce(), agentId, prefix } = options;
  const encrypted = encrypt(keys.encodingAesKey, message, keys.receiveid, prefix);
  const query = {
    msg_signature: sign(keys.token, String(timestamp), nonce, encrypted),
    timestamp: String(timestamp),
    nonce,
  };
  const body = buildXml({
    ToUserName: keys.receiveid,
    AgentID: agentId === undefined ? undefined : String(agentId),
    Encrypt: encrypted,
  });
  return { query, body };
}

/** The check of an address as WeCom sends it. */
export function sealCheck(keys: CallbackKeys, echo: string, options: SealOptions) {
  const { timestamp, nonce = newNonce(), prefix } = options;
  const echostr = encrypt(keys.encodingAesKey, echo, keys.receiveid, prefix);
  const msg_signature = sign(keys.token, String(timestamp), nonce, echostr);
  return { msg_signature, timestamp: String(timestamp), nonce, echostr };
}

/** An answer that carries a message, in the body of the answer to a push. */
export function sealReply(keys: CallbackKeys, message: string, options: SealOptions): string {
  const { timestamp, nonce = newNonce(), prefix } = options;
  const Encrypt = encrypt(keys.encodingAesKey, message, keys.receiveid, prefix);
  return buildXml({
    Encrypt,
    MsgSignature: sign(keys.token, String(timestamp), nonce, Encrypt),
    TimeStamp: timestamp,
    Nonce: nonce,
  });
}

/** Reads such an answer; null when it is none or is not ours. */
export function openReply(keys: CallbackKeys, body: string): string | null {
  const parsed = parseXml(body);
  if (!parsed.ok) return null;
  const { Encrypt, MsgSignature, TimeStamp, Nonce } = parsed.value;
  if (typeof Encrypt !== 'string') return null;
  const opened = open(
    keys,
    { msg_signature: text(MsgSignature), timestamp: text(TimeStamp), nonce: text(Nonce) },
    Encrypt,
    {},
  );
  return opened.ok ? opened.message : null;
}

const text = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined;
