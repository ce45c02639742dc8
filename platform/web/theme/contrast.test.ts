import { describe, expect, test } from 'vitest';
import { contrast } from './contrast.ts';
import { type Palette, palettes, type ThemeName } from './tokens.ts';

type Colour = keyof Palette;
const surfaces: Colour[] = ['desk', 'sheet', 'raised', 'well', 'hover', 'chosen'];
const texts: Colour[] = ['ink', 'ink2', 'ink3', 'accent', 'good', 'warn', 'bad'];

const pairs: [text: Colour, ground: Colour, least: number][] = [
  ...texts.flatMap((text) =>
    surfaces.map((ground): [Colour, Colour, number] => [text, ground, 4.5]),
  ),
  ['onAccent', 'accentFill', 4.5],
  ['onAccent', 'accentFillHover', 4.5],
  ['onAccent', 'accentFillActive', 4.5],
  ['onBad', 'bad', 4.5],
  ['accent', 'accentTint', 4.5],
  ['good', 'goodTint', 4.5],
  ['warn', 'warnTint', 4.5],
  ['bad', 'badTint', 4.5],
  ['ink', 'accentTint', 7],
  ['ink', 'badTint', 7],
  ['ink', 'warnTint', 7],
  ['ink', 'mark', 4.5],
  // The focus ring and the filled button against what lies beside them (WCAG 1.4.11).
  ['accent', 'sheet', 3],
  ['accent', 'desk', 3],
  ['accentFill', 'sheet', 3],
];

test('contrast is measured as WCAG says', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.478, 2);
});

describe.each(['light', 'dark'] satisfies ThemeName[])('in the %s theme', (theme) => {
  test.each(pairs)('%s on %s has a contrast of at least %d', (text, ground, least) => {
    const palette = palettes[theme];
    expect(contrast(palette[text], palette[ground])).toBeGreaterThanOrEqual(least);
  });
});
