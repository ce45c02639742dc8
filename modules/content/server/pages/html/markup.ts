/** HTML that may be put into HTML as it is. */
export interface Markup {
  readonly html: string;
}

type Part = Markup | string | number | null | false | readonly Part[];

const MARKS: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string) => text.replace(/[&<>"']/g, (c) => MARKS[c]!);

const shown = (part: Part): string => {
  if (part === null || part === false) return '';
  if (typeof part === 'object')
    return 'html' in part ? part.html : part.map((one) => shown(one)).join('');
  return escaped(String(part));
};

/** Whatever is put into it is text, unless it is markup itself: nothing a person wrote becomes a tag. */
export const markup = (texts: TemplateStringsArray, ...parts: Part[]): Markup => ({
  html: texts.map((text, i) => text + (i < parts.length ? shown(parts[i]!) : '')).join(''),
});
