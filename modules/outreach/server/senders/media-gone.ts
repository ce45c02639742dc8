/** WeCom knows a file no more (40007), though its three days are not over. */
export const MEDIA_GONE = 40007;
/** What is made anew as often as this and still refused is wrong in another way. */
export const MOST_CALLS = 3;

/** The files an attachment names, whatever it is. */
export function mediaOf(attachment: object): string[] {
  return Object.entries(attachment).flatMap(([key, value]) =>
    (key === 'media_id' || key === 'pic_media_id') && typeof value === 'string'
      ? [value]
      : value && typeof value === 'object'
        ? mediaOf(value)
        : [],
  );
}
