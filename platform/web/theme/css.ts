import {
  fonts,
  hanMarks,
  motion,
  palettes,
  radius,
  space,
  type ThemeName,
  type,
} from './tokens.ts';

const kebab = (name: string) => name.replace(/[A-Z0-9]+/g, (part) => `-${part.toLowerCase()}`);

const lines = (prefix: string, values: Readonly<Record<string, string | number>>) =>
  Object.entries(values).map(
    ([name, value]) =>
      `--${prefix}${kebab(name).replace(/^-/, '')}:${typeof value === 'number' ? `${value}px` : value}`,
  );

const colours = (theme: ThemeName) => `${lines('', { ...palettes[theme] }).join(';')}`;

const face = (weight: string, names: readonly string[]) =>
  `@font-face{font-family:"${hanMarks.family}";font-weight:${weight};unicode-range:${hanMarks.range};src:${names
    .map((name) => `local("${name}")`)
    .join(',')}}`;

/** The tokens as CSS variables: `--ink`, `--accent-tint`, `--space-4`, `--type-dense`, `--radius-control`, … */
export function tokensAsCss(): string {
  const fixed = [
    ...lines('font-', fonts),
    ...lines('type-', type),
    ...lines('space-', space),
    ...lines('radius-', radius),
    ...lines('motion-', motion),
  ].join(';');
  return [
    face('100 500', hanMarks.regular),
    face('501 900', hanMarks.bold),
    `:root{${fixed};${colours('light')};color-scheme:light}`,
    `:root:lang(zh){--font-text:"${hanMarks.family}",${fonts.text}}`,
    `:root[data-theme=dark]{${colours('dark')};color-scheme:dark}`,
    // Components may show a piece in the other theme (the design page does).
    `[data-theme=light]{${colours('light')};color-scheme:light}`,
    `[data-theme=dark]{${colours('dark')};color-scheme:dark}`,
    '@media (prefers-reduced-motion:reduce){:root{--motion-fast:0ms;--motion-calm:0ms}}',
  ].join('\n');
}
