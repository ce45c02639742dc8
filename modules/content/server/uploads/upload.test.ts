import { Readable } from 'node:stream';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import {
  APP,
  aCorp,
  aSimulator,
  CONTACTS,
  running,
  type SimulatorProcess,
} from '#modules/wecom/server/fixtures.ts';
import { callWecom } from '#modules/wecom/server/index.ts';
import { keepFile } from '#platform/server/files/file.service.ts';
import { type TestOrg, testOrg } from '#platform/server/test/test-org.ts';
import { downloadMedia } from '#protocol/wecom/endpoints/media.ts';
import { momentsAttachments } from './moments-attachments.service.ts';
import { forgetMedia, keyOf, type MediaUse, mediaFor } from './upload.service.ts';
import { wecomAttachments } from './wecom-attachments.service.ts';

// The stand-in is a process of its own; a busy machine takes its time.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let simulator: SimulatorProcess;
let ctx: TestOrg;
let via: { corpId: string };

beforeAll(async () => {
  simulator = await aSimulator();
});
afterAll(() => simulator?.stop());
beforeEach(async () => {
  ctx = running(testOrg());
  const { corp } = await aCorp(ctx, simulator.url, {
    corpid: simulator.corpid,
    apps: [
      { kind: 'self_built', ...APP },
      { kind: 'contact_sync', ...CONTACTS },
    ],
  });
  via = { corpId: corp.id };
});

const picture = (colour: string) =>
  sharp({ create: { width: 60, height: 40, channels: 3, background: colour } })
    .png()
    .toBuffer();

async function aFile(content: Buffer, filename = 'a.png', contentType = 'image/png') {
  const file = { purpose: 'content.media', filename, contentType, expiresAt: null };
  return (await keepFile(ctx, file, Readable.from([content]))).id;
}

const ready = async (fileId: string, use: MediaUse = 'message') => {
  const result = await mediaFor(ctx, via, [{ fileId, use }]);
  if (result.outcome !== 'ready') throw new Error(JSON.stringify(result));
  return result.media.get(keyOf({ fileId, use }))!;
};
const inWecom = async (media_id: string) => {
  const answer = await callWecom(ctx, via, downloadMedia, { query: { media_id } });
  return answer.outcome === 'ok' ? answer.file!.bytes : answer;
};
/** Those that were done; one with a token that had run out was not. */
const uploads = async () => {
  const done = await ctx.db
    .selectFrom('wecom.call')
    .select('id')
    .where('orgId', '=', ctx.orgId)
    .where('endpoint', 'like', 'media.upload%')
    .where('outcome', '=', 'ok')
    .execute();
  return done.length;
};

test('a file is uploaded once, is what was kept, and after three days is uploaded anew before it is used', async () => {
  const content = await picture('#336699');
  const fileId = await aFile(content);
  const first = await ready(fileId);
  expect(await inWecom(first)).toEqual(content);
  expect(await ready(fileId)).toBe(first);
  expect(await uploads()).toBe(1);

  const days = async (n: number) => {
    ctx.advance(n * 24 * 60);
    await simulator.control('POST', '/sim/clock', { advance: n * 24 * 3600 });
  };
  await days(2.5);
  expect(await ready(fileId)).toBe(first);
  expect(await inWecom(first)).toEqual(content);
  // Twelve hours are left, then half of one: too little to hand it over.
  await days(0.48);
  const second = await ready(fileId);
  expect(second).not.toBe(first);
  await days(0.1);
  expect(await inWecom(first)).toMatchObject({ outcome: 'refused' });
  expect(await inWecom(second)).toEqual(content);
  expect(await uploads()).toBe(2);
});

test('of many who want one file at once one uploads it and all get the same', async () => {
  const fileId = await aFile(await picture('#993366'));
  const all = await Promise.all(Array.from({ length: 12 }, () => ready(fileId)));
  expect(new Set(all).size).toBe(1);
  expect(await uploads()).toBe(1);
});

test('who uploads and dies holds a file for a minute and not for good', async () => {
  const fileId = await aFile(await picture('#669933'));
  await ctx.db
    .insertInto('content.upload')
    .values({
      ...{ orgId: ctx.orgId, corpId: via.corpId, fileId, use: 'message' },
      busyUntil: new Date(Date.now() + 1_500),
    })
    .execute();
  expect(await inWecom(await ready(fileId))).toBeInstanceOf(Buffer);
});

test('what WeCom has forgotten is uploaded again when it is said so', async () => {
  const fileId = await aFile(await picture('#123456'));
  const first = await ready(fileId);
  await forgetMedia(ctx, via, [first]);
  expect(await ready(fileId)).not.toBe(first);
});

test('Moments get media of their own, and a picture for good an address that does not end', async () => {
  const fileId = await aFile(await picture('#654321'));
  const [message, moments, permanent] = [
    await ready(fileId),
    await ready(fileId, 'moments'),
    await ready(fileId, 'permanent'),
  ];
  expect(new Set([message, moments, permanent]).size).toBe(3);
  expect(permanent).toMatch(/^http/);
  ctx.advance(30 * 24 * 60);
  expect(await ready(fileId, 'permanent')).toBe(permanent);
});

test('what WeCom does not take is refused with its own word, and may be tried again when it is mended', async () => {
  const fileId = await aFile(Buffer.from('not a picture at all'));
  const result = await mediaFor(ctx, via, [{ fileId, use: 'message' }]);
  expect(result).toMatchObject({ outcome: 'refused', fileId, code: 40123 });
  expect(await mediaFor(ctx, via, [{ fileId, use: 'message' }])).toMatchObject({
    outcome: 'refused',
  });
});

test('attachments go out in WeCom’s own shape, and a card in Moments is given a cover', async () => {
  const fileId = await aFile(await picture('#0a0b0c'));
  const link = {
    kind: 'link',
    title: '开学清单',
    desc: '',
    url: 'https://b.example/h5/c/x',
  } as const;
  const message = await wecomAttachments(ctx, via, [
    { kind: 'image', fileId },
    { ...link, coverId: fileId },
  ]);
  expect(message).toMatchObject({
    outcome: 'ready',
    attachments: [
      { msgtype: 'image', image: { media_id: expect.any(String) } },
      { msgtype: 'link', link: { title: '开学清单', picurl: `${link.url}/img/${fileId}` } },
    ],
  });
  const ref = { itemId: '00000000-0000-4000-8000-00000000000a', version: 1 };
  const moments = await momentsAttachments(ctx, via, ref, [{ ...link, coverId: null }]);
  if (moments.outcome !== 'ready') throw new Error(JSON.stringify(moments));
  const [card] = moments.attachments;
  expect(card).toMatchObject({ msgtype: 'link', link: { title: '开学清单' } });
  const cover = await inWecom(card?.msgtype === 'link' ? card.link.media_id : '');
  expect(await sharp(cover as Buffer).metadata()).toMatchObject({ width: 520, height: 416 });
});
