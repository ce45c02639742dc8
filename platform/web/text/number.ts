import type { Lang } from '#platform/contract/text.ts';

const exact = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 });

/** 1,234,567 in both languages: a ledger is read digit by digit. */
export const formatNumber = (value: number): string => exact.format(value);

const trim = (value: number) => {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return String(Number(value.toFixed(digits)));
};

/** Short, with the unit a Chinese or an English reader thinks in: 12.3 万, 1.05 亿; 123 k, 105 M. */
export function shortNumber(value: number, lang: Lang): { figure: string; unit: string } {
  const size = Math.abs(value);
  const steps: [number, string][] =
    lang === 'en'
      ? [
          [1e9, 'B'],
          [1e6, 'M'],
          [1e4, 'k'],
        ]
      : [
          [1e8, '亿'],
          [1e4, '万'],
        ];
  const step = steps.find(([least]) => size >= least);
  if (!step) return { figure: formatNumber(value), unit: '' };
  const [least, unit] = step;
  return { figure: trim(value / (unit === 'k' ? 1e3 : least)), unit };
}

/** 0.1234 → 12.3% */
export function formatPercent(share: number, digits = 1): string {
  return `${(share * 100).toFixed(digits)}%`;
}

export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 ** 2) return `${trim(bytes / 1024)} KB`;
  return `${trim(bytes / 1024 ** 2)} MB`;
}

/** 95 s → 1 分 35 秒 · 1 min 35 s */
export function formatDuration(seconds: number, lang: Lang): string {
  const zh = lang !== 'en';
  const whole = Math.max(0, Math.round(seconds));
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
  const parts = [
    h > 0 && (zh ? `${h} 小时` : `${h} h`),
    m > 0 && (zh ? `${m} 分` : `${m} min`),
    s > 0 && h === 0 && (zh ? `${s} 秒` : `${s} s`),
  ].filter(Boolean);
  return parts.length > 0 ? parts.join(' ') : zh ? '0 秒' : '0 s';
}
