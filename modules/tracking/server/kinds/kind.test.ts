import { expect, test } from 'vitest';
import { allow, callHttp, testOrg } from '#platform/server/test/test-org.ts';
import * as api from '../../contract.ts';
import { aSite, aView, aVisitor, collectHttp, sendFromPage } from '../fixtures.ts';
import { builtInKindMap } from './catalogue.ts';
import { checkEvent, holdsPersonalData } from './check-event.ts';

const everything = allow(...Object.keys(api.trackingPermissions));

const draft: api.KindDraft & { kind: string } = {
  kind: 'garden.planted',
  title: ['种树', 'Tree planted'],
  from: ['browser'],
  properties: [
    { name: 'tree', title: ['树种', 'Tree'], type: 'choice', choices: ['pine'], required: true },
  ],
};

test('a bank registers a kind of its own; pages may send it from then on, and it says what it lacks', async () => {
  const ctx = testOrg(everything);
  const [app, site, visitor] = [await collectHttp(ctx), await aSite(ctx), aVisitor()];
  const planted = (properties: object) => aView(ctx, { kind: 'garden.planted', properties });
  const send = async (properties: object) =>
    (await sendFromPage(app, site, [planted(properties)], { visitor })).body;
  expect((await send({ tree: 'pine' })).refused).toMatchObject([{ code: 'unknownKind' }]);

  const kind = await callHttp(app, api.createKind, { body: draft });
  expect((await send({ tree: 'pine' })).stored).toBe(1);
  expect((await send({})).refused).toMatchObject([{ code: 'missingProperty' }]);
  expect((await send({ tree: 'oak' })).refused).toMatchObject([{ code: 'wrongProperty' }]);
  await expect(callHttp(app, api.createKind, { body: draft })).rejects.toThrow(
    'tracking.kindTaken',
  );

  const { items } = await callHttp(app, api.listKinds);
  const listed = items.find((one) => one.kind === 'garden.planted')!;
  expect(listed).toMatchObject({ builtIn: false, refused: 3, lastAt: ctx.now().toISOString() });
  expect(listed.recent).toEqual([...Array(13).fill(0), 1]);
  const shown = await callHttp(app, api.getKind, { params: { kind: 'garden.planted' } });
  expect(shown.refusals.map(({ code, field, text }) => [code, field, text[0]])).toEqual([
    ['missingProperty', 'tree', '缺少必填属性：tree'],
    ['unknownKind', '', '未登记的事件：garden.planted'],
    ['wrongProperty', 'tree', '属性值不符合登记的类型：tree'],
  ]);

  const { builtIn: _, ...whole } = kind;
  const change = (more: object) =>
    callHttp(app, api.updateKind, {
      params: { kind: kind.kind },
      body: { ...whole, ...more },
    });
  await expect(change({ properties: [] })).rejects.toThrow('tracking.kindNarrowed');
  await change({ state: 'stopped' });
  expect((await send({ tree: 'pine' })).refused).toMatchObject([{ code: 'stoppedKind' }]);
  await expect(change({ state: 'active' })).rejects.toThrow('tracking.changed');
});

test('kinds that come with the product are whole, and no bank changes them', async () => {
  const ctx = testOrg(everything);
  const app = await collectHttp(ctx);
  const body = { ...draft, kind: undefined, state: 'stopped' as const, version: 1 };
  await expect(
    callHttp(app, api.updateKind, { params: { kind: 'page.viewed' }, body }),
  ).rejects.toThrow('tracking.kindBuiltIn');
  for (const kind of builtInKindMap().values()) {
    expect(kind.title.every((text) => text !== '')).toBe(true);
    const names = kind.properties.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  }
});

test('phone, id and card numbers are recognised where they stand, other long numbers are not', () => {
  for (const text of [
    '13812345678',
    '拨打 13812345678 。',
    '11010519491231002X',
    '6222021234567890123',
  ])
    expect(holdsPersonalData(text), text).toBe(true);
  for (const text of [
    'order-202611220000123',
    '20261122000012345',
    '01993a1c-1381-7234-8567-813812345678',
    '110105194912310021',
    '1739000000000',
  ])
    expect(holdsPersonalData(text), text).toBe(false);
});

test('the time of an event is taken from the event alone', () => {
  const given = { id: '01993A1C-1381-7234-8567-8138123456ab', kind: 'login.done' };
  const check = (at: unknown, now: number) =>
    checkEvent(builtInKindMap(), { ...given, at }, { reporter: 'server', now, consent: true });
  const at = Date.parse('2026-03-02T00:00:00.123Z');
  for (const now of [at, at + 86_400_000, at - 500_000])
    for (const written of [at, '2026-03-02T00:00:00.123Z', '2026-03-02T08:00:00.123+08:00'])
      expect(check(written, now)).toMatchObject({ at, id: given.id.toLowerCase() });
  for (const written of ['yesterday', '2026-03-02', Number.NaN, null, '2026-13-02T00:00:00Z'])
    expect(check(written, at)).toMatchObject({ refused: 'malformed' });
});
