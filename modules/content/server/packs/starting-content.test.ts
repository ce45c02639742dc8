import { expect, test } from 'vitest';
import { z } from 'zod';
import { complianceModule } from '#modules/compliance/server/module.ts';
import { aBank } from '#modules/org/server/fixtures.ts';
import { inTx } from '#platform/server/ctx.ts';
import { readPackFolders } from '#platform/server/packs.ts';
import { allow, testOrg } from '#platform/server/test/test-org.ts';
import { Draft } from '../../contract/item.ts';
import { filledIn } from '../../contract/places.ts';
import { checkDraft } from '../items/check.service.ts';
import { listItems, withdrawItem } from '../items/item.service.ts';
import { showItem } from '../items/item.view.ts';
import { contentModule } from '../module.ts';
import { renderContent } from '../rendering/render.service.ts';
import { startingContent } from './starting-content.ts';

const Week = z.object({
  week: z
    .array(
      z.object({
        ...{ title: z.string(), text: z.string(), subtitles: z.string().default('') },
        place: z.enum(['group', 'moments', 'one_to_one']),
      }),
    )
    .default([]),
});
const may = ['content.item.read', 'content.item.manage'];

async function bankWith(mode: 'demo' | 'production') {
  const ctx = testOrg(allow(...may));
  await aBank(ctx);
  await inTx(ctx, (ctx) => complianceModule().equipment!.bring(ctx));
  const bring = () => inTx(ctx, (ctx) => contentModule({ mode }).equipment!.bring(ctx));
  await bring();
  const list = () => listItems(ctx, { page: 1, size: 200 });
  return { ctx, bring, list };
}

test('a demo may send what it came with; a real bank reads and approves it first', async () => {
  const states = async (mode: 'demo' | 'production') => {
    const { items } = await (await bankWith(mode)).list();
    return [items.length, ...new Set(items.map((item) => item.state))];
  };
  const all = startingContent().length;
  expect(await states('demo')).toEqual([all, 'approved']);
  expect(await states('production')).toEqual([all, 'draft']);
});

test('what the bank has withdrawn is not brought again', async () => {
  const { ctx, bring, list } = await bankWith('demo');
  const [first] = (await list()).items;
  await withdrawItem(ctx, first!.id, '不用');
  await bring();
  const { items, total } = await list();
  expect(total).toBe(startingContent().length);
  expect(items.find((item) => item.id === first!.id)!.state).toBe('withdrawn');
});

test('CR-072 CR-077 everything that comes with the product may be said where it is meant to go', async () => {
  const { ctx } = await bankWith('production');
  for (const { key, draft } of startingContent()) {
    const { findings } = await checkDraft(ctx, draft);
    const blocked = findings.filter((f) => f.level === 'block').map((f) => f.why[0]);
    expect(blocked, key).toEqual([]);
  }
});

test('CR-072 R-267 the weeks that segment packs begin with may be said, films with every word of their subtitles', async () => {
  const { ctx } = await bankWith('production');
  const weeks = readPackFolders().map(({ content }) => Week.parse(content).week);
  expect(weeks.flat().length).toBeGreaterThan(0);
  for (const { title, text, subtitles, place } of weeks.flat()) {
    const { findings } = await checkDraft(
      ctx,
      Draft.parse({
        name: title,
        body: { text: `${text}${subtitles}`, carrier: { format: 'text' } },
        facets: { segments: ['social_security'], places: [place], nature: ['elderly'] },
        validity: {},
      }),
    );
    expect(
      findings.filter((f) => f.level === 'block').map((f) => f.why[0]),
      title,
    ).toEqual([]);
  }
});

test('every article that comes with the product opens on its page in a demo bank: no place stands open', async () => {
  const { ctx, list } = await bankWith('demo');
  const articles = (await list()).items.filter(({ format }) => format === 'article');
  expect(articles.length).toBeGreaterThan(0);
  for (const { id, usable } of articles) {
    const [rendered] = await renderContent(
      ctx,
      { itemId: id, version: usable! },
      {
        ...{ customerIds: [], staffId: null, channel: 'moments', neutral: true },
        links: { kind: 'shared', mark: 'm' },
      },
    );
    expect(rendered).toMatchObject({ outcome: 'ready' });
    expect((await showItem(ctx, id)).openPlaces).toEqual([]);
  }
});

test('a list says of each content which places nobody fills, as its page does', async () => {
  const { ctx, list } = await bankWith('demo');
  const { items } = await list();
  for (const { id, openPlaces } of items)
    expect(openPlaces).toEqual((await showItem(ctx, id)).openPlaces);
  const open = items.filter(({ openPlaces }) => openPlaces.length > 0);
  expect(open.length).toBeGreaterThan(0);
  expect(open.length).toBeLessThan(items.length);
});

test('a place that is left empty in the editor stays open, and the draft is saved all the same', () => {
  const values = { event_date: undefined, event_place: '', event_title: '小课堂' };
  const draft = { name: '活动', facets: {}, validity: {} };
  const body = { text: '{event_title}', values, carrier: { format: 'text' as const } };
  expect(filledIn(Draft.parse({ ...draft, body }).body)).toEqual({ event_title: '小课堂' });
});
