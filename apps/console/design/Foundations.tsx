import { useText } from '#platform/web/text/lang.ts';
import { useTheme } from '#platform/web/theme/theme-choice.ts';
import { type Palette, palettes, type } from '#platform/web/theme/tokens.ts';
import styles from './design.module.css';
import { text } from './text.ts';

export function Principles() {
  const t = useText(text);
  return (
    <div className={styles.principles}>
      {([1, 2, 3, 4] as const).map((n) => (
        <div key={n}>
          <b>{t(`principle${n}`)}</b>
          <p>{t(`principle${n}Text`)}</p>
        </div>
      ))}
    </div>
  );
}

const shown = [
  'ink',
  'ink2',
  'ink3',
  'rule',
  'edge',
  'hairline',
  'desk',
  'sheet',
  'accent',
  'accentTint',
  'good',
  'warn',
  'bad',
] as const satisfies readonly (keyof Palette)[];

export function Colours() {
  const t = useText(text);
  const palette = palettes[useTheme()];
  return (
    <div className={styles.swatches}>
      {shown.map((name) => (
        <div key={name} className={styles.swatch}>
          <span style={{ background: palette[name] }} />
          <span>{t(`c.${name}`)}</span>
          <small>{palette[name]}</small>
        </div>
      ))}
    </div>
  );
}

export function Typography() {
  const t = useText(text);
  const sizes = Object.entries(type).reverse() as [keyof typeof type, number][];
  return (
    <div className={styles.types}>
      {sizes.map(([name, size]) => (
        <div key={name}>
          <small>
            {t(`type.${name}`)} {size}
          </small>
          <span style={{ fontSize: size, fontWeight: size >= 16 ? 600 : 400, lineHeight: 1.4 }}>
            {size >= 28 ? '1,234,567.80' : t('sample')}
          </span>
        </div>
      ))}
    </div>
  );
}
