import { pinyin } from 'pinyin-pro';

const known = new Map<string, readonly string[]>();

/** How a character may be read, without tones, `ü` as `v`: 行 → xing, hang. None for what is not Chinese. */
export function syllablesOf(char: string): readonly string[] {
  let found = known.get(char);
  if (!found) {
    const read = /\p{Script=Han}/u.test(char)
      ? pinyin(char, { toneType: 'none', type: 'array', multiple: true, v: true })
      : [];
    found = [...new Set(read.filter((s) => /^[a-z]+$/.test(s)))];
    known.set(char, found);
  }
  return found;
}
