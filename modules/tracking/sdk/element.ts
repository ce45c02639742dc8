import { doc, tidy } from './browser.ts';

const CLICKABLE =
  'button,a[href],summary,[role=button],[role=tab],[role=menuitem],input[type=submit],input[type=button],input[type=image],input[type=reset],[data-yh]';

/** The button that was meant, when something inside of it was touched; null for plain text. */
export function buttonOf(target: EventTarget | null): Element | null {
  const found = target instanceof Element ? target.closest(CLICKABLE) : null;
  return found && !found.closest('[data-yh-off]') ? found : null;
}

/**
 * What an element is called in figures: the id its maker gave it, or else its place, counted from the
 * nearest block that has a name. The same page gives the same names.
 */
export function nameOf(element: Element): string {
  const block = element.parentElement?.closest('[data-block]');
  const within = block ? `${block.getAttribute('data-block')}/` : '';
  return tidy(within + (ownName(element) || place(element, block)), 200);
}

const ownName = (element: Element): string =>
  element.getAttribute('data-yh') ||
  element.id ||
  element.getAttribute('name') ||
  element.getAttribute('data-block') ||
  '';

function place(element: Element, top: Element | null | undefined): string {
  const steps: string[] = [];
  for (let at: Element | null = element; at && at !== doc.body && at !== top; ) {
    const name = at === element ? '' : ownName(at);
    if (name) return [name, ...steps].join('>');
    const tag = at.tagName;
    let n = 1;
    for (let before = at.previousElementSibling; before; before = before.previousElementSibling)
      if (before.tagName === tag) n++;
    steps.unshift(`${tag.toLowerCase()}:${n}`);
    at = at.parentElement;
  }
  return steps.join('>');
}

export const labelOf = (element: Element): string =>
  tidy(
    element.getAttribute('aria-label') ||
      (element as HTMLInputElement).value ||
      element.textContent ||
      element.getAttribute('title') ||
      '',
    80,
  );
