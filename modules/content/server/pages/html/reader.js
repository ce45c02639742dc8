// Reading time and depth of this page, told to the server that made it. It stores nothing on the
// phone but whether large type is wanted; whose reading it is, and whether it may be anybody's, the
// server decides.
(() => {
  const html = document.documentElement;
  const size = document.getElementById('size');
  const wanted = () => {
    try {
      return localStorage.getItem('yh.elder') === '1';
    } catch {
      return false;
    }
  };
  const show = (large) => {
    html.toggleAttribute('data-elder', large);
    if (size) size.textContent = large ? size.dataset.normal : size.dataset.large;
    if (size) size.setAttribute('aria-pressed', String(large));
  };
  show(wanted());
  if (size)
    size.addEventListener('click', () => {
      const large = !html.hasAttribute('data-elder');
      show(large);
      try {
        localStorage.setItem('yh.elder', large ? '1' : '0');
      } catch {}
    });

  // The script that tells of pages is there only for somebody who signed in and agreed: what is done
  // on this phone is theirs. Where somebody else signed in before, the page goes on as another visitor.
  const script = document.querySelector('script[data-key]');
  const join = async () => {
    const visitor = window.yuhang?.visitor();
    if (!visitor) return;
    const answer = await fetch('/api/v1/tracking/own/visitor', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-yuhang-csrf': '1' },
      body: JSON.stringify({ visitor }),
    }).catch(() => null);
    const said = answer?.ok ? await answer.json() : null;
    if (said && said.visitor !== visitor) window.yuhang.setVisitor(said.visitor);
  };
  if (script && window.yuhang) join();
  else if (script) script.addEventListener('load', join);

  const to = document.body.dataset.reading;
  if (!to) return;
  let since = document.hidden ? 0 : performance.now();
  let seconds = 0;
  let deepest = 0;
  let told = 0;
  const look = () => {
    const { scrollHeight, clientHeight } = html;
    const seen = Math.round(((window.scrollY + clientHeight) / Math.max(1, scrollHeight)) * 100);
    deepest = Math.max(deepest, Math.min(100, seen));
  };
  const pauseReading = () => {
    if (since) seconds += (performance.now() - since) / 1000;
    since = 0;
  };
  const id = () =>
    crypto.randomUUID
      ? crypto.randomUUID()
      : '10000000-1000-4000-8000-100000000000'.replace(/[018]/g, (c) =>
          (c ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (c / 4)))).toString(16),
        );
  let read = false;
  /** Opened once, read once with the time until the first leaving; what follows only adds its time. */
  const tell = (leaving) => {
    look();
    const first = told === 0;
    if (!first && seconds < 1) return;
    const piece = {
      id: id(),
      first,
      read: leaving && !read,
      seconds: leaving ? Math.round(seconds * 10) / 10 : 0,
      depth: deepest,
    };
    told += 1;
    if (leaving) {
      read = true;
      seconds = 0;
    }
    const body = new Blob([JSON.stringify(piece)], { type: 'application/json' });
    if (!navigator.sendBeacon?.(to, body)) fetch(to, { method: 'POST', body, keepalive: true });
  };
  look();
  addEventListener('scroll', look, { passive: true });
  // A phone may end a page without a word.
  setTimeout(() => {
    if (!document.hidden && told === 0) tell(false);
  }, 4000);
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) {
      since = performance.now();
      return;
    }
    pauseReading();
    tell(true);
  });
  addEventListener('pagehide', () => {
    if (!since) return;
    pauseReading();
    tell(true);
  });
})();
