import { doc, tidy, win } from './browser.ts';
import { buttonOf, labelOf, nameOf } from './element.ts';

type Track = (
  kind: string,
  subject?: string,
  properties?: Record<string, string | number | boolean>,
) => void;

/** Reports what is done on any page, without a word in the page. */
export function watchPage(track: Track, leave: () => void): void {
  let path = '';
  let since = 0;
  let depth = 0;
  let reported = 0;
  const forms = new Set<Element>();

  function viewed(): void {
    path = location.pathname;
    depth = reported = 0;
    forms.clear();
    stay();
    const campaign = /[?&]utm_campaign=([\w.-]{1,80})/.exec(location.search);
    let referrer = '';
    try {
      const from = new URL(doc.referrer);
      referrer = tidy(from.host + from.pathname, 300);
    } catch {}
    track('page.viewed', undefined, {
      ...(referrer && { referrer }),
      ...(campaign && { campaign: campaign[1]! }),
      ...(/MicroMessenger/i.test(navigator.userAgent) && { wechat: true }),
    });
    scrolled();
  }

  function stay(): void {
    since = doc.hidden ? 0 : Date.now();
  }

  function left(): void {
    if (!since) return;
    const seconds = Math.round((Date.now() - since) / 100) / 10;
    since = 0;
    track('page.left', undefined, { seconds, depth });
  }

  function scrolled(): void {
    const { scrollHeight, clientHeight } = doc.documentElement;
    const seen = Math.min(100, Math.round(((win.scrollY + clientHeight) / scrollHeight) * 100));
    depth = Math.max(depth, seen);
    // A page that needs no scrolling has not been scrolled.
    if (scrollHeight <= clientHeight) return;
    for (const mark of [25, 50, 75, 100])
      if (mark > reported && depth >= mark && win.scrollY > 0) {
        reported = mark;
        track('page.scrolled', undefined, { depth: mark });
      }
  }

  /** Pages of one document: the address changes and nothing is loaded. */
  function moved(): void {
    if (location.pathname === path) return;
    left();
    viewed();
  }
  for (const name of ['pushState', 'replaceState'] as const) {
    const original = history[name];
    history[name] = function (this: History, ...args: Parameters<History['pushState']>) {
      original.apply(this, args);
      moved();
    };
  }

  const on = (type: string, handler: (event: Event) => void, target: EventTarget = doc) =>
    target.addEventListener(type, handler, { capture: true, passive: true });
  on('click', ({ target }) => {
    const button = buttonOf(target);
    if (button) track('button.clicked', nameOf(button), { label: labelOf(button) });
  });
  on('input', ({ target }) => {
    const form = target instanceof Element && target.closest('form');
    if (!form || forms.has(form)) return;
    forms.add(form);
    track('form.started', nameOf(form) || 'form');
  });
  on('submit', ({ target }) => {
    const form = target as HTMLFormElement;
    track('form.submitted', nameOf(form) || 'form', { fields: form.elements.length });
  });
  let pending = 0;
  on(
    'scroll',
    () => {
      if (pending) return;
      pending = win.setTimeout(() => {
        pending = 0;
        scrolled();
      }, 200);
    },
    win,
  );
  on('popstate', moved, win);
  on('visibilitychange', () => {
    if (!doc.hidden) return stay();
    left();
    leave();
  });
  on(
    'pagehide',
    () => {
      left();
      leave();
    },
    win,
  );
  const share = navigator.share;
  if (share)
    navigator.share = (data) =>
      share.call(navigator, data).then(() => track('share.made', undefined, { to: 'system' }));
  viewed();
}
