/**
 * A text for many at once, as nobody in particular is spoken to: `{customer_title}您好` becomes `您好`.
 * Places that have no neutral word stay, and are refused for want of a value.
 */
export const neutral = (text: string): string =>
  text
    .replaceAll(/\{customer_title\}(?=您好)/g, '')
    .replaceAll(/\{customer_title\}(?=好)/g, '您')
    .replace(/^\{customer_title\}/, '您好')
    .replaceAll('{customer_title}', '您');
