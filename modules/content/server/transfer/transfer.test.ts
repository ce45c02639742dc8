import type { FastifyInstance } from 'fastify';
import { expect, test } from 'vitest';
import { aBank, aGrant, orgHttp, type SignedIn, signedIn } from '#modules/org/server/fixtures.ts';
import { asSystem, inTx } from '#platform/server/ctx.ts';
import { callHttp, type TestOrg, testOrg } from '#platform/server/test/test-org.ts';
import { listStaffCards, ownStaffCard, setLicences } from '../../contract/card.ts';
import { listItems } from '../../contract/item.ts';
import { listScripts, Script, type ScriptId } from '../../contract/script.ts';
import { createTemplate, exportTemplate, listTemplates } from '../../contract/template.ts';
import { exportContent, importContent } from '../../contract/transfer.ts';
import { aReleasedItem, aTemplate } from '../fixtures.ts';
import { keepMedia } from '../media/media.service.ts';
import { contentModule } from '../module.ts';
import { scripts as keptScripts } from '../scripts/script.repo.ts';

interface Bank {
  readonly ctx: TestOrg;
  readonly http: FastifyInstance;
  readonly writer: SignedIn;
}

async function aBankThatWrites(): Promise<Bank> {
  const ctx = testOrg();
  await aBank(ctx);
  const http = await orgHttp(ctx, [contentModule({ mode: 'production' })]);
  const writer = await signedIn(ctx, []);
  await aGrant(ctx, writer.staff.id, 'head_office_operator');
  return { ctx, http, writer };
}

async function bring({ http, writer }: Bank, content: Buffer) {
  const boundary = 'yuhang-boundary';
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="c.json"\r\n\r\n`;
  const response = await http.inject({
    method: 'POST',
    url: importContent.path,
    headers: {
      ...writer.headers,
      'x-yuhang-csrf': '1',
      'content-type': `multipart/form-data; boundary=${boundary}`,
    },
    payload: Buffer.concat([Buffer.from(head), content, Buffer.from(`\r\n--${boundary}--\r\n`)]),
  });
  return { status: response.statusCode, body: response.json() };
}

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

test('content goes from one bank to another as a file, pictures with it, and comes in as drafts', async () => {
  const [from, to] = [await aBankThatWrites(), await aBankThatWrites()];
  const media = await keepMedia(asSystem(from.ctx, from.ctx.orgId), 'a.png', PNG);
  const text = '{customer_title}您好。';
  await aReleasedItem(from.ctx, {
    ...{ name: '带图的', text },
    body: { carrier: { format: 'image', images: [media.id] } },
  });
  const script = Script.parse({
    situation: '问利率',
    lines: [{ place: 'private', text: '以网点当天公布的为准。' }],
    never: ['全市最高'],
  });
  await inTx(asSystem(from.ctx, from.ctx.orgId), (ctx) =>
    keptScripts.insert(ctx, {
      ...{ id: '00000000-0000-4000-8000-000000000001' as ScriptId, key: 'x' },
      ...{ document: script, state: 'approved' },
    }),
  );
  const template = aTemplate('城南群周计划');
  await callHttp(from.http, createTemplate, { body: template }, from.writer.headers);
  const file = await callHttp(from.http, exportContent, {}, from.writer.headers);
  const brought = await bring(to, file as Buffer);
  expect(brought).toMatchObject({
    status: 200,
    body: { items: 1, scripts: 1, templates: 1, files: 1 },
  });
  const { items } = await callHttp(to.http, listItems, {}, to.writer.headers);
  expect(items).toMatchObject([{ name: '带图的', state: 'draft', usable: null, preview: text }]);
  const query = { all: 'true' };
  const scripts = await callHttp(to.http, listScripts, { query }, to.writer.headers);
  expect(scripts.items).toMatchObject([{ situation: '问利率', state: 'draft' }]);
  const [line] = (await callHttp(to.http, listTemplates, {}, to.writer.headers)).items;
  expect(line).toMatchObject({ title: '城南群周计划', state: 'draft' });
  const one = { params: { id: line!.id } };
  const own = String(await callHttp(to.http, exportTemplate, one, to.writer.headers));
  expect(JSON.parse(own).templates).toEqual([template]);
  // What came out of the other bank is the same again, with the file under a name of its own.
  const again = JSON.parse(String(await callHttp(to.http, exportContent, {}, to.writer.headers)));
  const [id] = Object.keys(again.files);
  expect(id).not.toBe(media.id);
  expect(again.items[0].body.carrier.images).toEqual([id]);
  expect(again.files[id!].base64).toBe(PNG.toString('base64'));
});

test('what is no file of content changes nothing and says so', async () => {
  const bank = await aBankThatWrites();
  for (const content of [
    '{}',
    'no json',
    '{"format":"yuhang-content","version":1,"items":[{"name":""}]}',
  ])
    expect(await bring(bank, Buffer.from(content))).toMatchObject({
      status: 422,
      body: { error: { code: 'content.fileUnreadable' } },
    });
  const { total } = await callHttp(bank.http, listItems, {}, bank.writer.headers);
  expect(total).toBe(0);
});

test('licences are recorded by somebody else than who stands on the card, and stand on it at once', async () => {
  const { ctx, http, writer } = await aBankThatWrites();
  const rm = await signedIn(ctx, ['content.item.read'], { name: '林晓' });
  const set = (staffId: string) =>
    callHttp(
      http,
      setLicences,
      { params: { staffId }, body: { licences: [{ name: '基金从业资格', number: 'A1' }] } },
      writer.headers,
    );
  await set(rm.staff.id);
  await expect(set(writer.staff.id)).rejects.toMatchObject({ status: 404 });
  const { items } = await callHttp(http, listStaffCards, { query: { q: '林晓' } }, writer.headers);
  expect(items).toMatchObject([{ name: '林晓', licences: [{ number: 'A1', validTo: null }] }]);
  const own = await callHttp(http, ownStaffCard, {}, rm.headers);
  expect(own).toEqual(items[0]);
});
