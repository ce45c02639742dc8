import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/**
 * AES-256-CBC, key from the 43 characters of EncodingAESKey, IV its first 16 bytes. The plain block:
 * 16 random bytes, the length of the message, the message, the receiver's id, padding to 32.
 */

const BLOCK = 32;
const PREFIX = 16;
const HEAD = PREFIX + 4;

export type Refusal =
  | 'key'
  | 'signature'
  | 'ciphertext'
  | 'padding'
  | 'length'
  | 'encoding'
  | 'receiveid';

export type Decrypted =
  | { readonly ok: true; readonly message: string; readonly receiveid: string }
  | { readonly ok: false; readonly reason: Refusal };

export const isEncodingAesKey = (key: string): boolean => /^[a-zA-Z0-9]{43}$/.test(key);

/** Letters and digits, at most 32. */
export const isCallbackToken = (token: string): boolean => /^[a-zA-Z0-9]{1,32}$/.test(token);

/** What an administrator pastes; made by us when asked for. */
export function newEncodingAesKey(): string {
  const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
  let key = '';
  while (key.length < 43) {
    const byte = randomBytes(1)[0]!;
    if (byte < 248) key += letters[byte % 62];
  }
  return key;
}

function keyOf(encodingAesKey: string): { key: Buffer; iv: Buffer } {
  const key = Buffer.from(`${encodingAesKey}=`, 'base64');
  if (key.length !== 32) throw new RangeError('EncodingAESKey must be 43 letters and digits');
  return { key, iv: key.subarray(0, 16) };
}

/** `prefix` is given in tests only; otherwise it is random. */
export function encrypt(
  encodingAesKey: string,
  message: string,
  receiveid: string,
  prefix: Buffer = randomBytes(PREFIX),
): string {
  if (prefix.length !== PREFIX) throw new RangeError('the prefix must have 16 bytes');
  const { key, iv } = keyOf(encodingAesKey);
  const body = Buffer.from(message);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  const plain = Buffer.concat([prefix, length, body, Buffer.from(receiveid)]);
  const pad = BLOCK - (plain.length % BLOCK);
  const cipher = createCipheriv('aes-256-cbc', key, iv).setAutoPadding(false);
  return Buffer.concat([
    cipher.update(plain),
    cipher.update(Buffer.alloc(pad, pad)),
    cipher.final(),
  ]).toString('base64');
}

/** Never throws on what came from outside; a wrong key of ours does. */
export function decrypt(encodingAesKey: string, encrypted: string): Decrypted {
  const refused = (reason: Refusal): Decrypted => ({ ok: false, reason });
  const { key, iv } = keyOf(encodingAesKey);
  if (encrypted.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(encrypted))
    return refused('ciphertext');
  const data = Buffer.from(encrypted, 'base64');
  if (data.length === 0 || data.length % BLOCK !== 0) return refused('ciphertext');

  const decipher = createDecipheriv('aes-256-cbc', key, iv).setAutoPadding(false);
  const padded = Buffer.concat([decipher.update(data), decipher.final()]);
  const pad = padded[padded.length - 1]!;
  if (pad < 1 || pad > BLOCK) return refused('padding');
  for (let i = padded.length - pad; i < padded.length; i++)
    if (padded[i] !== pad) return refused('padding');

  const plain = padded.subarray(0, padded.length - pad);
  if (plain.length < HEAD) return refused('length');
  const end = HEAD + plain.readUInt32BE(PREFIX);
  if (end > plain.length) return refused('length');
  const message = utf8(plain.subarray(HEAD, end));
  const receiveid = utf8(plain.subarray(end));
  if (message === null || receiveid === null) return refused('encoding');
  return { ok: true, message, receiveid };
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function utf8(bytes: Uint8Array): string | null {
  try {
    return decoder.decode(bytes);
  } catch {
    return null;
  }
}
