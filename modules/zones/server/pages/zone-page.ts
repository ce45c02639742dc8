import { readFileSync } from 'node:fs';
import { lexiconScopes } from '#modules/compliance/contract.ts';
import { filledIn, type ProductDraft } from '#modules/content/contract.ts';
import {
  framed,
  gradeOf,
  type Markup,
  markup,
  type senderOf,
  smallCard,
  type trackingFor,
} from '#modules/content/server/index.ts';
import { bankName } from '#modules/org/server/index.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import { type BlockKey, blocks, type ZoneDraft } from '../../contract/zone.ts';
import type { ReadEntry } from '../shown/entry.service.ts';
import type { Shown } from '../shown/show.service.ts';

export interface PageEntry extends ReadEntry {
  /** Where it leads; null: all there is to it stands here. */
  readonly href: string | null;
  readonly product: ProductDraft | null;
  /** What must stand beside the product. */
  readonly required: readonly string[];
}

export interface ZonePage {
  readonly zone: ZoneDraft;
  readonly blocks: readonly { readonly key: BlockKey; readonly entries: readonly PageEntry[] }[];
  readonly general: Shown['general'];
  readonly bank: string;
  readonly staff: Awaited<ReturnType<typeof senderOf>>;
  readonly tracking: Awaited<ReturnType<typeof trackingFor>>;
}

const styles = readFileSync(new URL('zone.css', import.meta.url), 'utf8').replace(/\s+/g, ' ');

/** What a customer sees, all of it in the first answer. Every button has a name in the figures. */
export function zonePage({
  zone,
  blocks: shown,
  general,
  bank,
  staff,
  tracking,
}: ZonePage): string {
  const main = markup`<div class="zone"><div class="head"><h1>${zone.name}</h1>${
    zone.lead ? markup`<p class="lead">${zone.lead}</p>` : null
  }</div>${shown.map(blockOf)}${
    shown.length === 0
      ? markup`<p class="lead">暂时没有可展示的内容，请稍后再来，或联系您的客户经理。</p>`
      : null
  }</div>${staff ? smallCard(staff.facts, staff.cardUrl) : null}`;
  return framed({
    ...{ title: zone.name, bank, tracking, main, styles },
    description: zone.lead || zone.name,
    footer: footerOf(bank, general),
  });
}

const blockOf = ({ key, entries }: ZonePage['blocks'][number]): Markup =>
  markup`<section data-block="${key}" aria-labelledby="block-${key}"><h2 id="block-${key}">${
    blocks[key].name[0]
  }</h2>${key === 'scenes' ? tiles(entries) : markup`<div class="list">${entries.map(card)}</div>`}</section>`;

const tiles = (entries: readonly PageEntry[]): Markup =>
  markup`<div class="tiles">${entries.map(
    ({ key, title, note, href }) =>
      markup`<a class="tile" data-yh="${key}" href="${href ?? '#'}"><b>${title}</b>${
        note ? markup`<span>${note}</span>` : null
      }</a>`,
  )}</div>`;

function card(entry: PageEntry): Markup {
  const { key, title, note, href, product } = entry;
  if (product) return productCard(entry, product);
  return markup`<a class="item" data-yh="${key}" href="${href ?? '#'}"><b>${title}</b>${
    note ? markup`<span>${note}</span>` : null
  }</a>`;
}

/** Facts open at a touch; what the law wants said stands there from the start. */
function productCard({ key, title, note, required }: PageEntry, product: ProductDraft): Markup {
  const grade = gradeOf(product);
  const facts = Object.entries(filledIn({ values: product.facts }));
  return markup`<article class="item product"><b>${title}</b><p class="chips"><span>${kindName(product)}</span>${
    grade ? markup`<span>风险等级 ${grade}</span>` : null
  }${product.issuer ? markup`<span>发行：${product.issuer}</span>` : null}</p>${
    note ? markup`<p>${note}</p>` : null
  }${
    facts.length > 0
      ? markup`<details><summary data-yh="${key}">产品要素</summary><dl class="facts">${facts.map(
          ([name, value]) => markup`<div><dt>${name}</dt><dd>${value}</dd></div>`,
        )}</dl></details>`
      : null
  }${required.map((text) => markup`<p class="risk">${text}</p>`)}</article>`;
}

const kindName = ({ kind }: ProductDraft): string =>
  kind === 'other' ? '其他产品' : lexiconScopes[kind][0];

const ways = markup`<a href="/h5/data" data-yh="my-tags">查看、删除我的标签</a> · <a href="/h5/consents" data-yh="my-consents">管理个性化与消息授权</a>`;

const footerOf = (bank: string, general: Shown['general']): Markup =>
  markup`<p>${
    general === null
      ? '以上按您的标签与授权展示，与购买与否无关。'
      : general === 'no_consent'
        ? '您没有开启个性化，以上是面向所有客户的内容。'
        : '以上是面向所有客户的内容。'
  }</p><p>${ways}</p><p>${bank} · 专区内容已审核 · <a href="/h5/verify">核验客户经理身份</a></p>`;

export async function sorryPage(ctx: Ctx): Promise<string> {
  const title = '这个专区还没有开放';
  const main = markup`<h1>${title}</h1><p class="lead">它可能已经下线，或者不在您开户的机构开放。想了解服务，请联系您的客户经理。</p><p><a class="button" href="/h5/consents">管理我的授权与消息</a></p>`;
  return framed({ title, bank: await bankName(ctx), main });
}
