import { doc, newId, read, tidy, win, write } from './browser.ts';
import { createQueue, type NewEvent } from './queue.ts';
import { watchPage } from './watch.ts';

type Properties = NonNullable<NewEvent['properties']>;

const script = doc.currentScript as HTMLScriptElement;
const { key = '', consent: given, text = '' } = script.dataset;
const VISITOR = 'yh.v';
const CONSENT = 'yh.c';
const PAUSE_MS = 1_800_000;
const MOST_HELD = 50;

let visitor = '';
/** The text agreed to, `-` when refused, empty while nobody has been asked. */
let agreed = read(CONSENT) || (given === 'granted' ? text || 'page' : '');
/** What happened before the visitor was asked stays in this page's memory, and goes with it. */
let held: NewEvent[] = [];
let visit = '';
let seenAt = 0;

const may = () => agreed !== '' && agreed !== '-';

const queue = createQueue({
  url: new URL('/collect/v1/events', script.src).href,
  key,
  visitor: () => visitor,
  consent: () => (may() ? { consent: 'granted', consentText: agreed } : null),
});

function begin(): void {
  visitor = read(VISITOR) || newId(Date.now());
  write(VISITOR, visitor);
  for (const event of held) queue.add(event);
  held = [];
  queue.open();
}

/** A visit ends with a pause of half an hour. */
function visitNow(): string {
  const now = Date.now();
  if (!visit || now - seenAt > PAUSE_MS) visit = newId(now);
  seenAt = now;
  return visit;
}

function record(
  kind: string,
  subject?: string,
  properties?: Properties,
  amount?: number,
  plain?: boolean,
): void {
  if (agreed === '-') return;
  const event = {
    kind,
    subject,
    amount,
    properties: plain
      ? properties
      : {
          ...properties,
          page: tidy(location.pathname, 300),
          title: tidy(doc.title, 200),
          visit: visitNow(),
        },
  };
  if (may()) queue.add(event);
  else if (held.push(event) > MOST_HELD) held.shift();
}

const api = {
  /** Something of the page's own: its kind is registered in the console. */
  track: (
    kind: string,
    more: { subject?: string; amount?: number; properties?: Properties } = {},
  ) => record(kind, more.subject, more.properties, more.amount, true),
  /** After a share through WeChat's own menu, which tells only the page. */
  shared: (to: string, subject?: string) => record('share.made', subject, { to }),
  /** The visitor's answer, with the version of the text that was shown. */
  consent(yes: boolean, version = 'page') {
    const before = may();
    agreed = yes ? version : '-';
    write(CONSENT, agreed);
    if (yes && !before) begin();
    if (yes) return;
    held = [];
    queue.clear();
    write(VISITOR, null);
  },
  /** For the sign-in: whose behaviour joins the customer. */
  visitor: () => visitor,
  /** Another visitor from now on: after signing out, or when the sign-in says that the device is shared. */
  setVisitor(id?: string) {
    visitor = id || newId(Date.now());
    if (may()) write(VISITOR, visitor);
  },
  flush: () => queue.send(),
};
export type Yuhang = typeof api;

if (!(win as { yuhang?: Yuhang }).yuhang) {
  (win as { yuhang?: Yuhang }).yuhang = api;
  if (may()) begin();
  watchPage(record, () => queue.leave());
}
