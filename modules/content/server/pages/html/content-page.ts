import type { Block, Carrier } from '../../../contract/body.ts';
import type { VersionRow } from '../../items/item.repo.ts';
import type { StaffFacts } from '../../rendering/staff.repo.ts';
import { framed } from './frame.ts';
import { type Markup, markup } from './markup.ts';
import { smallCard } from './staff-card.ts';

export interface ContentPage {
  readonly version: VersionRow;
  readonly bank: string;
  readonly staff: StaffFacts | null;
  readonly cardUrl: string | null;
  /** Under which its pictures and readings are: the page's own address. */
  readonly at: string;
  readonly fill: (text: string) => string;
  readonly tracking: { readonly key: string; readonly text: string } | null;
}

/** Characters that are read in a minute. */
const PACE = 400;

/** What a customer reads on the phone: everything is in the first answer. */
export function contentPage(page: ContentPage): string {
  const { version, bank, staff, cardUrl, at, fill } = page;
  const { carrier, source } = version.body;
  const title = fill(titleOf(version));
  const summary = 'summary' in carrier ? fill(carrier.summary) : '';
  const cover = 'coverId' in carrier && carrier.coverId ? `${at}/img/${carrier.coverId}` : null;
  const main = markup`<article><h1>${title}</h1><p class="meta">${metaOf(version, fill)}</p>${
    cover ? markup`<img src="${cover}" alt="" fetchpriority="high">` : null
  }${summary ? markup`<p class="lead">${summary}</p>` : null}${bodyOf(version, at, fill)}${
    source ? markup`<p class="meta">数据出处：${fill(source)}</p>` : null
  }</article>${staff && cardUrl ? smallCard(staff, cardUrl) : null}`;
  return framed({
    title,
    bank,
    description: summary || title,
    reading: `${at}/read`,
    image: cover,
    tracking: page.tracking,
    main,
    footer: footerOf(version, bank),
  });
}

export const titleOf = ({ name, body: { carrier } }: VersionRow): string =>
  'title' in carrier ? carrier.title : name;

function metaOf(version: VersionRow, fill: (text: string) => string): string {
  const words = wordsOf(version.body.carrier).map(fill).join('');
  const minutes = Math.max(1, Math.round([...words].length / PACE));
  const day = version.approvedAt ?? version.changedAt;
  const shown = new Intl.DateTimeFormat('zh-CN', {
    timeZone: 'Asia/Shanghai',
    year: 'numeric',
    month: 'long',
    day: 'numeric',
  }).format(day);
  return words ? `${shown} · 约 ${minutes} 分钟` : shown;
}

export const wordsOf = (carrier: Carrier): string[] =>
  carrier.format === 'article' ? carrier.blocks.flatMap(textOf) : [];
const textOf = (block: Block): string[] =>
  block.kind === 'list' ? block.items : block.kind === 'image' ? [] : [block.text];

function bodyOf({ body }: VersionRow, at: string, fill: (text: string) => string): Markup[] {
  const { carrier } = body;
  const paragraphs = (text: string) =>
    text
      .split(/\n+/)
      .filter((line) => line.trim() !== '')
      .map((line) => markup`<p>${fill(line)}</p>`);
  switch (carrier.format) {
    case 'article':
      return carrier.blocks.flatMap((block) => blockOf(block, at, fill, paragraphs));
    case 'video':
      return [
        markup`<video controls playsinline preload="metadata" src="${at}/img/${carrier.fileId}"></video>`,
        markup`<details open><summary>字幕文字</summary>${paragraphs(carrier.subtitles)}</details>`,
        ...paragraphs(body.text),
      ];
    case 'image':
      return [
        ...paragraphs(body.text),
        ...carrier.images.map((id) => markup`<img src="${at}/img/${id}" alt="" loading="lazy">`),
      ];
    default:
      return paragraphs(body.text);
  }
}

function blockOf(
  block: Block,
  at: string,
  fill: (text: string) => string,
  paragraphs: (text: string) => Markup[],
): Markup[] {
  switch (block.kind) {
    case 'heading':
      return [markup`<h2>${fill(block.text)}</h2>`];
    case 'quote':
      return [markup`<blockquote>${fill(block.text)}</blockquote>`];
    case 'list':
      return [markup`<ul>${block.items.map((item) => markup`<li>${fill(item)}</li>`)}</ul>`];
    case 'image':
      return [markup`<img src="${at}/img/${block.fileId}" alt="${block.alt}" loading="lazy">`];
    default:
      return paragraphs(block.text);
  }
}

const footerOf = (version: VersionRow, bank: string): Markup =>
  markup`<p>${bank} · 内容已审核，第 ${version.version} 版${
    version.validity.to ? `，有效期至 ${version.validity.to}` : ''
  }</p><p><a href="/h5/verify">核验客户经理身份</a> · <a href="/h5/consents">管理我的授权与消息</a></p>`;
