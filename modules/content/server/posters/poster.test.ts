import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import jsqr from 'jsqr';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { aStaff } from '#modules/org/server/fixtures.ts';
import { keepFile, openFile } from '#platform/server/files/file.service.ts';
import { type TestOrg, testOrg } from '#platform/server/test/test-org.ts';
import type { CodePlace } from '../../contract/body.ts';
import { aReleasedItem } from '../fixtures.ts';
import { contentModule } from '../module.ts';
import { posterFor } from './poster.service.ts';

contentModule({ mode: 'production', publicUrl: 'https://bank.example' });

async function aPoster(ctx: TestOrg, code: CodePlace, size = { width: 750, height: 1334 }) {
  const picture = await sharp({ create: { ...size, channels: 3, background: '#7a2233' } })
    .png()
    .toBuffer();
  const file = { purpose: 'content.media', filename: 'a.png', contentType: 'image/png' };
  const { id } = await keepFile(ctx, { ...file, expiresAt: null }, Readable.from([picture]));
  return aReleasedItem(ctx, { body: { carrier: { format: 'image', images: [id], code } } });
}

/** Its types say that it stands under `default`; it does not. */
const jsQR = jsqr as unknown as typeof jsqr.default;

async function codeOf(ctx: TestOrg, fileId: string): Promise<string | undefined> {
  const { readAll } = await openFile(ctx, fileId);
  const { data, info } = await sharp(await buffer(await readAll()))
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return jsQR(new Uint8ClampedArray(data), info.width, info.height)?.data;
}

test('the code on a poster is the sender’s own, wherever on the picture it stands', async () => {
  const ctx = testOrg();
  const [lin, zhou] = [await aStaff(ctx, { name: '林晓' }), await aStaff(ctx, { name: '周正' })];
  for (const place of [
    { x: 60, y: 75, size: 30 },
    { x: 0, y: 0, size: 20 },
    { x: 40, y: 100, size: 60 },
  ]) {
    const itemId = await aPoster(ctx, place);
    const draw = (staffId: string) => posterFor(ctx, { itemId, version: 1, staffId });
    const codes = [await codeOf(ctx, await draw(lin.id)), await codeOf(ctx, await draw(zhou.id))];
    expect(codes[0]).toMatch(/^https:\/\/bank\.example\/h5\/staff\/[\w-]{20}$/);
    expect(codes[1]).toMatch(/^https:\/\/bank\.example\/h5\/staff\/[\w-]{20}$/);
    expect(codes[0]).not.toBe(codes[1]);
  }
});

test('a poster is drawn once for each colleague, also when several ask at once, and anew for another code', async () => {
  const ctx = testOrg();
  const staff = await aStaff(ctx);
  const itemId = await aPoster(ctx, { x: 60, y: 75, size: 30 });
  const wanted = { itemId, version: 1, staffId: staff.id };
  const all = await Promise.all([1, 2, 3, 4].map(() => posterFor(ctx, wanted)));
  expect(new Set(all).size).toBe(1);
  expect(await posterFor(ctx, wanted)).toBe(all[0]);
  const own = 'https://wework.qpic.example/contact-way/abc';
  const other = await posterFor(ctx, { ...wanted, code: own });
  expect(other).not.toBe(all[0]);
  expect(await codeOf(ctx, other)).toBe(own);
});

test('what is no poster is not drawn', async () => {
  const ctx = testOrg();
  const staff = await aStaff(ctx);
  const itemId = await aReleasedItem(ctx);
  await expect(posterFor(ctx, { itemId, version: 1, staffId: staff.id })).rejects.toMatchObject({
    code: 'content.itemNotFound',
  });
});
