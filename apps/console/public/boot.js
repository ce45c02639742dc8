// Before the first paint: the theme and language kept on this machine, so that nothing flashes.
// A file of its own because the content security policy allows no inline script.
(() => {
  const root = document.documentElement;
  let theme = null;
  let lang = null;
  try {
    theme = localStorage.getItem('yuhang.theme');
    lang = localStorage.getItem('yuhang.lang');
  } catch {
    // Storage is refused: the machine's theme and Chinese.
  }
  const dark = matchMedia('(prefers-color-scheme: dark)').matches;
  root.dataset.theme = theme === 'dark' || theme === 'light' ? theme : dark ? 'dark' : 'light';
  if (lang === 'en') root.lang = 'en';
})();
