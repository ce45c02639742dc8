import { pinyin } from 'pinyin-pro';

const known = new Map<string, readonly string[]>();
const KNOWN = 5_000;

/** 抢不到券 → qiangbudaoquan, qbdq. */
export function soundsOf(text: string): readonly string[] {
  const found = known.get(text);
  if (found) return found;
  const syllables = pinyin(text, { toneType: 'none', type: 'array', v: true, nonZh: 'consecutive' })
    .map((syllable) => syllable.toLowerCase().replace(/[^a-z0-9]/g, ''))
    .filter((syllable) => syllable !== '');
  const sounds = [syllables.join(''), syllables.map((syllable) => syllable[0]).join('')];
  if (known.size >= KNOWN) known.clear();
  known.set(text, sounds);
  return sounds;
}
