import { createHash } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  getUploadJob,
  uploadByUrl,
  uploadImage,
  uploadMedia,
} from '#protocol/wecom/endpoints/media.ts';
import { aBank, type Bank, SMALL_APP } from '../test/bank.ts';
import { png } from '../test/files.ts';
import { aReceiver } from '../test/receiver.ts';

let bank: Bank;
beforeAll(async () => {
  bank = await aBank();
});
afterAll(() => bank.close());

const download = async (mediaId: string, range?: string, agent?: number) =>
  fetch(
    `${bank.url}/cgi-bin/media/get?media_id=${mediaId}&access_token=${await bank.token(agent)}`,
    {
      headers: range ? { range } : {},
    },
  );

test('a file comes back as it was, under its name, whole or in ranges of 16', async () => {
  const bytes = Buffer.from(Array.from({ length: 100 }, (_, i) => i));
  const { media_id, created_at, errmsg } = await bank.upload(
    uploadMedia,
    { type: 'file' },
    bytes,
    '对账单 三月.pdf',
  );
  expect([typeof created_at, errmsg]).toEqual(['string', '']);
  const whole = await download(media_id);
  expect(Buffer.from(await whole.arrayBuffer())).toEqual(bytes);
  const disposition = whole.headers.get('content-disposition') ?? '';
  expect(disposition).toMatch(/^attachment; filename="[^"]+\.pdf"/);
  expect(disposition).toContain(encodeURIComponent('对账单 三月.pdf'));

  const part = await download(media_id, 'bytes=16-47');
  expect([part.status, part.headers.get('content-range')]).toEqual([206, 'bytes 16-47/100']);
  expect(Buffer.from(await part.arrayBuffer())).toEqual(bytes.subarray(16, 48));
  const tail = await download(media_id, 'bytes=96-');
  expect(Buffer.from(await tail.arrayBuffer())).toEqual(bytes.subarray(96));
  const odd = (await (await download(media_id, 'bytes=3-9')).json()) as { errcode: number };
  expect(odd.errcode).toBe(40146);
  // All apps of the corp share it.
  expect(
    (await download(media_id, undefined, SMALL_APP)).headers.get('content-type'),
  ).not.toContain('json');
});

test('a permanent picture has an address of its own', async () => {
  const { url } = await bank.upload(uploadImage, {}, png, 'a.png');
  const picture = await fetch(url);
  expect(picture.headers.get('content-type')).toBe('image/png');
  expect(Buffer.from(await picture.arrayBuffer())).toEqual(png);
});

test('a file is fetched by its address, checked, and announced', async () => {
  const bytes = Buffer.from('a film of the branch');
  const server = http.createServer((_request, response) => void response.end(bytes));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/a.mp4`;
  const md5 = createHash('md5').update(bytes).digest('hex');
  const receiver = await aReceiver(bank);
  const ask = async (sum: string) =>
    (
      await bank.call(uploadByUrl, {
        body: { scene: 1, type: 'file', filename: 'a.mp4', url, md5: sum },
      })
    ).jobid;
  const [good, bad] = [await ask(md5), await ask('0'.repeat(32))];
  expect(await bank.call(getUploadJob, { body: { jobid: good } })).toMatchObject({ status: 1 });
  await bank.advance(6);
  const done = await bank.call(getUploadJob, { body: { jobid: good } });
  expect(done).toMatchObject({ status: 2, detail: { errcode: 0 } });
  const file = await download(done.detail?.media_id ?? '');
  expect(Buffer.from(await file.arrayBuffer())).toEqual(bytes);
  const failed = await bank.call(getUploadJob, { body: { jobid: bad } });
  expect(failed).toMatchObject({ status: 3, detail: { errcode: 301019 } });
  const pushes = await receiver.settle();
  expect(pushes.map((p) => [p.name, p.fields.JobId]).sort()).toEqual(
    [good, bad].map((id) => ['media.upload-finished', id]).sort(),
  );
  await receiver.close();
  server.closeAllConnections();
  server.close();
});
