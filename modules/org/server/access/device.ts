import type { Lang } from '#platform/contract/text.ts';

const browsers: readonly (readonly [RegExp, string, string?])[] = [
  [/wxwork\//i, '企业微信', 'WeCom'],
  [/MicroMessenger\//i, '微信', 'WeChat'],
  [/Edg\//, 'Edge'],
  [/Chrome\//, 'Chrome'],
  [/Firefox\//, 'Firefox'],
  [/Safari\//, 'Safari'],
];
const systems: readonly (readonly [RegExp, string])[] = [
  [/HarmonyOS/, 'HarmonyOS'],
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
];

/** `Chrome · Windows`: enough to know one's own machine again. */
export function deviceOf(userAgent: string | null, lang: Lang): string {
  const agent = userAgent ?? '';
  const browser = browsers.find(([sign]) => sign.test(agent));
  const system = systems.find(([sign]) => sign.test(agent));
  const parts = [browser && (lang === 'en' ? (browser[2] ?? browser[1]) : browser[1]), system?.[1]];
  return parts.filter(Boolean).join(' · ') || (lang === 'en' ? 'Unknown device' : '未知设备');
}
