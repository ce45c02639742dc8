const search = document.getElementById('search');
const intro = document.getElementById('top');
const none = document.getElementById('none');
const entries = [...document.querySelectorAll('[data-find]')];
const groups = [...document.querySelectorAll('main .group')];
const headings = [...document.querySelectorAll('nav h2')];

search.addEventListener('input', () => {
  const words = search.value.trim().toLowerCase().split(/\s+/);
  intro.hidden = search.value.trim() !== '';
  for (const entry of entries)
    entry.hidden = !words.every((word) => entry.dataset.find.includes(word));
  for (const group of groups) group.hidden = !group.querySelector('details:not([hidden])');
  for (const heading of headings)
    heading.hidden = !heading.nextElementSibling.querySelector('li:not([hidden])');
  none.hidden = groups.some((group) => !group.hidden);
});

document.addEventListener('keydown', (event) => {
  if (event.key === '/' && document.activeElement !== search) {
    event.preventDefault();
    search.focus();
    search.select();
  }
  if (event.key === 'Escape' && document.activeElement === search) {
    search.value = '';
    search.dispatchEvent(new Event('input'));
  }
});

for (const button of document.querySelectorAll('.code button')) {
  const label = button.textContent;
  button.addEventListener('click', async () => {
    const text = button.nextElementSibling;
    try {
      await navigator.clipboard.writeText(text.textContent);
      button.textContent = button.dataset.done;
      setTimeout(() => {
        button.textContent = label;
      }, 1500);
    } catch {
      // Without leave for the clipboard: chosen, so that one key copies it.
      getSelection().selectAllChildren(text);
    }
  });
}

// An address with an endpoint in it opens that endpoint, also when it is changed by the contents.
function openNamed() {
  const named = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!(named instanceof HTMLDetailsElement)) return;
  named.open = true;
  named.scrollIntoView();
}
addEventListener('hashchange', openNamed);
openNamed();

for (const link of document.querySelectorAll('nav .lang'))
  link.addEventListener('click', () => {
    link.hash = location.hash;
  });
