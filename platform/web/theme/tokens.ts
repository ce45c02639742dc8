/**
 * The visual language in one place. Ink on paper, hairlines as in a ledger, one accent: 黛青, the
 * blue-green of old ink. Status colours are muted and never stand alone: a word and a shape go with
 * them. Everything else (CSS variables, Ant Design's theme) is derived from here.
 */
export type ThemeName = 'light' | 'dark';

export interface Palette {
  /** Behind everything: navigation, header, gutters. */
  desk: string;
  /** What is read and written on. */
  sheet: string;
  /** Lifted off the sheet: menus, dialogs. */
  raised: string;
  /** Wells in the sheet: code, quoted values, skeletons. */
  well: string;
  /** Under the pointer, and the chosen row. */
  hover: string;
  chosen: string;
  /** Hairline between rows, edge of a control, the strong rule over a ledger. */
  hairline: string;
  edge: string;
  rule: string;
  /** Text: what is read, what supports it, what may be skipped; `faint` is never text that matters. */
  ink: string;
  ink2: string;
  ink3: string;
  faint: string;
  /** The accent as text and line, as a filled surface with `onAccent` on it, as a tint. */
  accent: string;
  accentFill: string;
  accentFillHover: string;
  accentFillActive: string;
  onAccent: string;
  accentTint: string;
  accentEdge: string;
  good: string;
  goodTint: string;
  goodEdge: string;
  warn: string;
  warnTint: string;
  warnEdge: string;
  bad: string;
  badTint: string;
  badEdge: string;
  /** On a surface filled with `bad`. */
  onBad: string;
  /** Marked words of a search, added and removed parts of a comparison. */
  mark: string;
  veil: string;
  shadow: string;
}

export const palettes: Readonly<Record<ThemeName, Palette>> = {
  light: {
    desk: '#f3f4f2',
    sheet: '#fdfdfc',
    raised: '#ffffff',
    well: '#f3f4f2',
    hover: '#f4f6f5',
    chosen: '#eaf2f1',
    hairline: '#e5e7e4',
    edge: '#c4cac7',
    rule: '#1b2624',
    ink: '#16211f',
    ink2: '#46524f',
    ink3: '#626e6b',
    faint: '#9aa3a0',
    accent: '#0a5f66',
    accentFill: '#0b5c63',
    accentFillHover: '#0f6d75',
    accentFillActive: '#08484e',
    onAccent: '#ffffff',
    accentTint: '#e7f1f0',
    accentEdge: '#a9cbc9',
    good: '#2d6a35',
    goodTint: '#e9f2e8',
    goodEdge: '#b3d0b2',
    warn: '#855400',
    warnTint: '#fbf1dd',
    warnEdge: '#e4c88e',
    bad: '#ab2c1f',
    badTint: '#fbecea',
    badEdge: '#e6b6af',
    onBad: '#ffffff',
    mark: '#f6e6b4',
    veil: 'rgb(15 24 22 / 38%)',
    shadow:
      '0 0 0 1px rgb(15 24 22 / 8%), 0 2px 6px rgb(15 24 22 / 6%), 0 12px 32px rgb(15 24 22 / 12%)',
  },
  dark: {
    desk: '#0e1413',
    sheet: '#141b1a',
    raised: '#1c2423',
    well: '#1a2221',
    hover: '#1a2322',
    chosen: '#17302f',
    hairline: '#26302e',
    edge: '#44514e',
    rule: '#b9c4c1',
    ink: '#e7ecea',
    ink2: '#b3bdba',
    ink3: '#8f9a97',
    faint: '#5d6865',
    accent: '#6cc3c0',
    accentFill: '#1c7577',
    accentFillHover: '#207b7d',
    accentFillActive: '#165f61',
    onAccent: '#ffffff',
    accentTint: '#152c2c',
    accentEdge: '#2d5b5a',
    good: '#8cc486',
    goodTint: '#182a1a',
    goodEdge: '#36583a',
    warn: '#dfb05a',
    warnTint: '#2d2513',
    warnEdge: '#655127',
    bad: '#f2958a',
    badTint: '#331c19',
    badEdge: '#713c35',
    onBad: '#2b0d09',
    mark: '#4d4216',
    veil: 'rgb(0 0 0 / 58%)',
    shadow:
      '0 0 0 1px rgb(200 220 215 / 14%), 0 2px 6px rgb(0 0 0 / 40%), 0 12px 32px rgb(0 0 0 / 50%)',
  },
};

/** Latin and figures first from the system, then the system's Chinese face: nothing is downloaded. */
export const fonts = {
  text: '-apple-system, BlinkMacSystemFont, "Segoe UI", Roboto, "Noto Sans", "PingFang SC", "HarmonyOS Sans SC", "MiSans", "Microsoft YaHei UI", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", sans-serif',
  code: 'ui-monospace, "SF Mono", "Cascadia Mono", Consolas, "DejaVu Sans Mono", "PingFang SC", "Microsoft YaHei UI", "Noto Sans Mono CJK SC", monospace',
} as const;

/**
 * Quotation marks, dashes and dots that Latin and Chinese share a code for. In Chinese text they are
 * full-width and come from the Chinese face, although Latin stands first in the list above.
 */
export const hanMarks = {
  family: 'Yuhang Han Marks',
  range: 'U+2018-2019, U+201C-201D, U+2014, U+2026, U+00B7',
  regular: [
    'PingFangSC-Regular',
    'HarmonyOS Sans SC',
    'MiSans',
    'Microsoft YaHei',
    'NotoSansCJKsc-Regular',
    'Noto Sans CJK SC',
    'SourceHanSansSC-Regular',
  ],
  bold: [
    'PingFangSC-Semibold',
    'HarmonyOS Sans SC Bold',
    'MiSans Demibold',
    'Microsoft YaHei Bold',
    'NotoSansCJKsc-Bold',
    'Noto Sans CJK SC Bold',
    'SourceHanSansSC-Bold',
  ],
} as const;

/** Sizes in px. Chinese below 12 px is not set. */
export const type = {
  note: 12,
  dense: 13,
  text: 14,
  lead: 16,
  heading: 18,
  title: 22,
  figure: 28,
  display: 36,
} as const;

export const space = { 1: 4, 2: 8, 3: 12, 4: 16, 5: 20, 6: 24, 8: 32, 12: 48, 16: 64 } as const;

export const radius = { small: 3, control: 5, panel: 8 } as const;

/** Short and without bounce; nothing moves when the person asked for stillness. */
export const motion = {
  fast: '90ms',
  calm: '160ms',
  ease: 'cubic-bezier(0.2, 0, 0.2, 1)',
} as const;

/** Below `phone` tables become cards and panels fill the screen; below `tablet` the navigation is a drawer. */
export const breakpoints = { phone: 640, tablet: 960 } as const;
