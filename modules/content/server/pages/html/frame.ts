import { readFileSync } from 'node:fs';
import { type Markup, markup } from './markup.ts';

const file = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8');
const css = { html: file('page.css').replace(/\s+/g, ' ') };
/** Served beside the pages; what the policy of the browser allows to run is a file of ours. */
export const readerScript = file('reader.js');
export const readerPath = '/h5/c/reader.js';

export interface Frame {
  readonly title: string;
  readonly bank: string;
  readonly description?: string;
  /** Where the page says how it is read; null: nothing is told. */
  readonly reading?: string | null;
  /** What a card shows when the page is passed on. */
  readonly image?: string | null;
  /** The script that tells of pages, for readers who agreed. */
  readonly tracking?: { readonly key: string; readonly text: string } | null;
  readonly main: Markup;
  readonly footer?: Markup;
  /** What this page looks like besides what all do. */
  readonly styles?: string;
}

/** One page, whole: no request but the pictures is needed to read it. */
export const framed = ({
  title,
  bank,
  description,
  reading,
  image,
  tracking,
  main,
  footer,
  styles = '',
}: Frame) =>
  markup`<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1,viewport-fit=cover"><meta name="robots" content="noindex"><meta name="format-detection" content="telephone=no"><meta name="color-scheme" content="light dark"><title>${title}</title><link rel="icon" href="/mark.svg" type="image/svg+xml">${
    description ? markup`<meta name="description" content="${description}">` : null
  }<meta property="og:title" content="${title}"><meta property="og:site_name" content="${bank}">${
    image ? markup`<meta property="og:image" content="${image}">` : null
  }<style>${css}${{ html: styles }}</style></head><body${reading ? markup` data-reading="${reading}"` : null}><header class="top"><b>${bank}</b><button id="size" type="button" aria-pressed="false" data-large="大字版" data-normal="标准字号">大字版</button></header><main>${main}</main>${
    footer ? markup`<footer>${footer}</footer>` : null
  }<script src="${readerPath}" defer></script>${
    tracking
      ? markup`<script async src="/collect/v1/yuhang.js" data-key="${tracking.key}" data-consent="granted" data-text="${tracking.text}"></script>`
      : null
  }</body></html>`.html;
