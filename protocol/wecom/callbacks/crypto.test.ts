import { createCipheriv } from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { signJssdk } from '../endpoints/jssdk.ts';
import {
  decrypt,
  encrypt,
  isCallbackToken,
  isEncodingAesKey,
  newEncodingAesKey,
} from './crypto.ts';
import { openCheck, openPush } from './envelope.ts';
import { sameSignature, sign } from './signature.ts';

interface Vector {
  id: string;
  kind: 'post-body' | 'url-verify' | 'encrypt-fixed-random';
  token: string;
  encodingAesKey: string;
  receiveid: string;
  timestamp?: string;
  nonce?: string;
  signature?: string;
  encrypted: string;
  plaintext: string;
  random16Hex: string;
}
interface JsapiVector {
  id: string;
  ticket: string;
  nonceStr: string;
  timestamp: string;
  url: string;
  signature: string;
}
const { callback, jsapi } = JSON.parse(
  readFileSync(new URL('vectors.fixture.json', import.meta.url), 'utf8'),
) as { callback: Vector[]; jsapi: JsapiVector[] };

describe('public vectors', () => {
  test('all of them are here', () => {
    expect(callback).toHaveLength(12);
    expect(jsapi).toHaveLength(1);
  });

  test.each(callback)('$id decrypts to its plain text and receiver', (v) => {
    expect(decrypt(v.encodingAesKey, v.encrypted)).toEqual({
      ok: true,
      message: v.plaintext,
      receiveid: v.receiveid,
    });
  });

  test.each(callback)('$id encrypts byte for byte with its random bytes', (v) => {
    const prefix = Buffer.from(v.random16Hex, 'hex');
    expect(encrypt(v.encodingAesKey, v.plaintext, v.receiveid, prefix)).toBe(v.encrypted);
  });

  test.each(callback.filter((v) => v.signature))('$id has the signature we compute', (v) => {
    const signature = sign(v.token, v.timestamp!, v.nonce!, v.encrypted);
    expect(signature).toBe(v.signature);
    expect(sameSignature(v.signature!, signature)).toBe(true);
  });

  test.each(callback.filter((v) => v.signature))('$id opens in its envelope', (v) => {
    const keys = { token: v.token, encodingAesKey: v.encodingAesKey, receiveid: v.receiveid };
    const query = { msg_signature: v.signature!, timestamp: v.timestamp!, nonce: v.nonce! };
    const opened =
      v.kind === 'url-verify'
        ? openCheck(keys, { ...query, echostr: v.encrypted })
        : openPush(keys, query, `<xml><Encrypt><![CDATA[${v.encrypted}]]></Encrypt></xml>`);
    expect(opened).toMatchObject({ ok: true, message: v.plaintext });
  });

  test.each(jsapi)('$id signs a page', (v) => {
    const { signature } = signJssdk(v.ticket, v.url, Number(v.timestamp), v.nonceStr);
    expect(signature).toBe(v.signature);
    const withFragment = signJssdk(v.ticket, `${v.url}#top`, Number(v.timestamp), v.nonceStr);
    expect(withFragment.signature).toBe(v.signature);
  });
});

const key = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG';

test('what is encrypted comes back, whatever its length and language', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 400 }),
      fc.string({ unit: 'grapheme-ascii', maxLength: 40 }),
      (message, receiveid) => {
        const back = decrypt(key, encrypt(key, message, receiveid));
        expect(back).toEqual({ ok: true, message, receiveid });
      },
    ),
    { numRuns: 500 },
  );
});

test('a full block of padding is added where the text already fits', () => {
  const message = 'x'.repeat(12);
  const encrypted = encrypt(key, message, '');
  expect(Buffer.from(encrypted, 'base64')).toHaveLength(64);
  expect(decrypt(key, encrypted)).toMatchObject({ ok: true, message });
});

test('any flipped bit of a ciphertext is refused or changes only its own two blocks, never crashes', () => {
  const cipher = Buffer.from(
    encrypt(key, '<xml>hello</xml>'.repeat(8), 'ww0123456789abcdef'),
    'base64',
  );
  for (let bit = 0; bit < cipher.length * 8; bit++) {
    const broken = Buffer.from(cipher);
    broken[bit >> 3]! ^= 1 << (bit & 7);
    const result = decrypt(key, broken.toString('base64'));
    if (result.ok) expect(result.message).not.toBe('<xml>hello</xml>'.repeat(8));
  }
});

test('noise is refused, never thrown', () => {
  const noise = fc.oneof(
    fc.string(),
    fc.base64String(),
    fc.uint8Array({ minLength: 32, maxLength: 256 }).map((b) => {
      const whole = b.subarray(0, b.length - (b.length % 32));
      return Buffer.from(whole).toString('base64');
    }),
  );
  fc.assert(
    fc.property(noise, (text) => {
      const result = decrypt(key, text);
      if (result.ok) throw new Error('noise was accepted');
    }),
    { numRuns: 20_000 },
  );
});

/** A block as only a careless or hostile sender makes it. */
function sealed(plain: Buffer): string {
  const secret = Buffer.from(`${key}=`, 'base64');
  const cipher = createCipheriv('aes-256-cbc', secret, secret.subarray(0, 16));
  cipher.setAutoPadding(false);
  return Buffer.concat([cipher.update(plain), cipher.final()]).toString('base64');
}
const reason = (encrypted: string) => {
  const result = decrypt(key, encrypted);
  return result.ok ? null : result.reason;
};

test('a length behind the end, bad padding and broken text are refused by name', () => {
  const block = (length: number, body: string, pad: number) => {
    const plain = Buffer.alloc(64, pad);
    plain.writeUInt32BE(length, 16);
    plain.write(body, 20, 'latin1');
    return sealed(plain);
  };
  expect(reason(block(12, 'x'.repeat(12), 32))).toBe(null);
  expect(reason(block(13, 'x'.repeat(12), 32))).toBe('length');
  expect(reason(block(0xffffffff, 'x'.repeat(12), 32))).toBe('length');
  expect(reason(block(12, '\xff'.repeat(12), 32))).toBe('encoding');
  expect(reason(block(12, 'x'.repeat(12), 33))).toBe('padding');
  expect(reason(block(12, 'x'.repeat(12), 0))).toBe('padding');
  expect(reason(block(12, 'x'.repeat(24), 32))).toBe('padding');
  expect(reason(sealed(Buffer.alloc(32, 32)))).toBe('length');
  expect(reason('')).toBe('ciphertext');
  expect(reason('AAAA')).toBe('ciphertext');
});

test('signatures of another length or content do not match', () => {
  const good = sign('token', '1', 'nonce', 'cipher');
  expect(sameSignature(good, good)).toBe(true);
  expect(sameSignature('', good)).toBe(false);
  expect(sameSignature(`${good}0`, good)).toBe(false);
  expect(sameSignature(good.toUpperCase(), good)).toBe(false);
});

test('the settings an administrator pastes have their shapes', () => {
  expect(isEncodingAesKey(newEncodingAesKey())).toBe(true);
  expect(isEncodingAesKey('short')).toBe(false);
  expect(isCallbackToken('QDG6eK')).toBe(true);
  expect(isCallbackToken('has space')).toBe(false);
  expect(isCallbackToken('x'.repeat(33))).toBe(false);
});
