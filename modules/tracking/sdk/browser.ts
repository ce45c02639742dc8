/** What the script needs of the browser, so that nothing breaks where storage is forbidden. */
export const win = window;
export const doc = document;

export function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** Null removes. A full or forbidden storage is no reason to stop. */
export function write(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {}
}

export function keysFrom(prefix: string): string[] {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(prefix));
  } catch {
    return [];
  }
}

/** A UUID version 7: the moment and 74 random bits. */
export function newId(at: number): string {
  const bytes = crypto.getRandomValues(new Uint8Array(10));
  let hex = at.toString(16).padStart(12, '0');
  bytes.forEach((byte, i) => {
    const value = i === 0 ? (byte & 15) | 112 : i === 2 ? (byte & 63) | 128 : byte;
    hex += value.toString(16).padStart(2, '0');
  });
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** Long numbers may be somebody's: they never leave the page. */
export const tidy = (text: string, longest: number): string =>
  text
    .trim()
    .replace(/\s+/g, ' ')
    .replace(/\d{11,}/g, '#')
    .slice(0, longest);
