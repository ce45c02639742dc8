import { type Lang, type Phrase, say } from '../../contract/text.ts';
import { curlOf } from './example.ts';
import { html, schemaView } from './schema-view.ts';
import type { ApiDocument, Operation } from './shape.ts';

interface Entry {
  path: string;
  method: string;
  operation: Operation;
}

/** The description as one page to read, search and copy from. */
export function apiPage(document: ApiDocument, base: string, lang: Lang): string {
  const entries = Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({ path, method, operation })),
  );
  const groups = (document.tags ?? [])
    .map(({ name, 'x-title': title }) => ({
      name,
      title: say(title, lang),
      entries: entries.filter(({ operation }) => operation.tags?.includes(name)),
    }))
    .sort((a, b) => a.name.localeCompare(b.name));
  const t = (phrase: Phrase, values = {}) => html(say(phrase, lang, values));
  const other = lang === 'en' ? 'zh-CN' : 'en';

  return `<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${t(words.title)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet"href="/api/docs/page.css">
<script src="/api/docs/page.js" defer></script>
</head>
<body>
<a class="skip" href="#main">${t(words.skip)}</a>
<nav aria-label="${t(words.contents)}">
  <header>
    <a class="name" href="#top"><strong>域行</strong> API</a>
    <a class="lang" href="?lang=${other}" lang="${other}">${other === 'en' ? 'English' : '中文'}</a>
  </header>
  <input type="search" id="search" placeholder="${t(words.search)}" aria-label="${t(words.search)}" autocomplete="off" spellcheck="false">
  <p id="none" hidden>${t(words.nothing)}</p>
  ${groups.map((group) => contents(group, lang)).join('\n')}
</nav>
<main id="main">
  <section class="intro" id="top">
    <h1>${t(words.title)}</h1>
    <p class="facts">${t(words.facts, { version: document.info.version, count: entries.length })} · <a href="/api/openapi.json">OpenAPI 3.1</a></p>
    ${intro(base, lang)}
  </section>
  ${groups
    .map(
      ({ name, title, entries }) => `<section class="group" aria-labelledby="g-${html(name)}">
    <h2 id="g-${html(name)}">${html(title)} <code>${html(name)}</code></h2>
    ${entries.map((entry) => endpointView(entry, document, base, lang)).join('\n')}
  </section>`,
    )
    .join('\n')}
</main>
</body>
</html>`;
}

function contents({ title, entries }: { title: string; entries: Entry[] }, lang: Lang): string {
  const items = entries.map(
    ({ method, path, operation }) =>
      `<li data-find="${findable(path, operation)}"><a href="#${operation.operationId}"><span class="m ${method}">${method}</span>${html(summaryOf(operation, lang))}</a></li>`,
  );
  return `<h2>${html(title)}</h2><ul>${items.join('')}</ul>`;
}

function intro(base: string, lang: Lang): string {
  // `code` in a phrase stands between backquotes.
  const t = (phrase: Phrase) => html(say(phrase, lang)).replace(/`([^`]+)`/g, '<code>$1</code>');
  const signIn = `curl '${base}/api/v1/org/session' -c cookies.txt \\
  -H 'content-type: application/json' \\
  -d '{"account":"…","password":"…"}'

YUHANG_COOKIE=cookies.txt`;
  return `<p>${t(words.introCall)}</p>
    <p>${t(words.introError)}</p>
    <p>${t(words.introCurl)}</p>
    ${code(signIn, lang)}`;
}

function endpointView(
  { path, method, operation }: Entry,
  document: ApiDocument,
  base: string,
  lang: Lang,
): string {
  const t = (phrase: Phrase) => html(say(phrase, lang));
  const permission = operation['x-permission'] ?? '';
  const who =
    permission === 'public'
      ? t(words.public)
      : permission === 'signed-in'
        ? t(words.signedIn)
        : `<code>${html(permission)}</code>`;
  return `<details id="${operation.operationId}" data-find="${findable(path, operation)}">
  <summary><span class="m ${method}">${method}</span><code class="path">${html(path)}</code><span class="what">${html(summaryOf(operation, lang))}</span></summary>
  <div class="about">
    <p class="who">${t(words.who)} ${who}${operation['x-audited'] ? ` · ${t(words.audited)}` : ''}</p>
    ${parametersView(operation, 'path', words.path, document, lang)}
    ${parametersView(operation, 'query', words.query, document, lang)}
    ${bodyView(operation, document, lang)}
    ${replyView(operation, document, lang)}
    <h3>${t(words.errors)}</h3>
    <p class="errors">${Object.entries(operation.responses)
      .filter(([status]) => status !== '200')
      .map(([status, response]) => errorView(status, response.$ref, document))
      .join('')}</p>
    <h3>${t(words.example)}</h3>
    ${code(curlOf(base, path, method, operation, document), lang)}
  </div>
</details>`;
}

function parametersView(
  operation: Operation,
  place: string,
  title: Phrase,
  document: ApiDocument,
  lang: Lang,
): string {
  const parameters = (operation.parameters ?? []).filter((p) => p.in === place);
  if (parameters.length === 0) return '';
  const schema = {
    properties: Object.fromEntries(parameters.map((p) => [p.name, p.schema ?? {}])),
    required: parameters.filter((p) => p.required).map((p) => p.name),
  };
  return `<h3>${html(say(title, lang))}</h3>${schemaView(schema, document, lang, 'required')}`;
}

function bodyView(operation: Operation, document: ApiDocument, lang: Lang): string {
  const [[type, { schema }] = ['', { schema: undefined }]] = Object.entries(
    operation.requestBody?.content ?? {},
  );
  if (!schema) return '';
  const shown = type === 'application/json' ? '' : ` <code>${html(type)}</code>`;
  return `<h3>${html(say(words.body, lang))}${shown}</h3>${schemaView(schema, document, lang, 'required')}`;
}

function replyView(operation: Operation, document: ApiDocument, lang: Lang): string {
  const [[type, { schema }] = ['', { schema: undefined }]] = Object.entries(
    operation.responses['200']?.content ?? {},
  );
  if (type === 'application/octet-stream')
    return `<h3>${html(say(words.reply, lang))}</h3><p>${html(say(words.file, lang))}</p>`;
  const view = schemaView(schema, document, lang, 'optional');
  return view ? `<h3>${html(say(words.reply, lang))}</h3>${view}` : '';
}

function errorView(status: string, reference: string | undefined, document: ApiDocument): string {
  const name = reference?.split('/').at(-1) ?? '';
  const about = document.components.responses?.[name]?.description ?? name;
  return `<span title="${html(about)}">${html(status)}</span>`;
}

const code = (text: string, lang: Lang) =>
  `<div class="code"><button type="button" data-done="${html(say(words.copied, lang))}">${html(say(words.copy, lang))}</button><pre>${html(text)}</pre></div>`;

const summaryOf = (operation: Operation, lang: Lang) =>
  (lang === 'en' ? operation['x-summary-en'] : operation.summary) ?? '';

const findable = (path: string, operation: Operation) =>
  html(
    `${path} ${operation.summary} ${operation['x-summary-en']} ${operation['x-permission']}`.toLowerCase(),
  );

const words = {
  title: ['域行接口', 'Yuhang API'],
  facts: ['版本 {version} · {count} 个接口', 'Version {version} · {count} endpoints'],
  contents: ['目录', 'Contents'],
  skip: ['跳到正文', 'Skip to content'],
  search: ['搜索路径、名称或权限（按 / ）', 'Search path, name or permission ( / )'],
  nothing: ['没有相符的接口', 'No endpoint matches'],
  introCall: [
    '请求与返回都是 JSON。登录后得到会话 Cookie；改变数据的请求还须带上请求头 `x-yuhang-csrf`（任意值）。金额以分计，时间为带时区的 ISO 8601。',
    'Requests and replies are JSON. Signing in gives a session cookie; a request that changes something also carries the header `x-yuhang-csrf` (any value). Money is in fen, times are ISO 8601 with an offset.',
  ],
  introError: [
    '出错时返回 `{error: {code, details, requestId}}`。看不到的数据等同于不存在：返回 404，而不是 403。',
    'An error is `{error: {code, details, requestId}}`. What the caller may not see does not exist: 404, never 403.',
  ],
  introCurl: [
    '下面的示例可以直接粘贴到终端，先这样登录一次：',
    'The examples can be pasted into a shell; sign in once like this:',
  ],
  who: ['可调用者', 'Who may call'],
  public: ['任何人', 'anyone'],
  signedIn: ['已登录者', 'whoever is signed in'],
  audited: ['记入审计', 'audited'],
  path: ['路径参数', 'Path'],
  query: ['查询参数', 'Query'],
  body: ['请求体', 'Body'],
  reply: ['返回', 'Reply'],
  file: ['文件下载', 'A file'],
  errors: ['可能的错误', 'What may go wrong'],
  example: ['示例', 'Example'],
  copy: ['复制', 'Copy'],
  copied: ['已复制', 'Copied'],
} satisfies Record<string, Phrase>;
