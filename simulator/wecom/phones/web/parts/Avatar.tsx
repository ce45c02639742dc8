import styles from './cells.module.css';

const COLOURS = [
  '#3f7de0',
  '#d9822b',
  '#2f9e6e',
  '#b2527c',
  '#6b6fd1',
  '#1f8ea3',
  '#a8632f',
  '#5d7a3a',
];

/** The last character of the name on a colour of its own: nobody's photograph. */
export function Avatar({
  name,
  id,
  size = 44,
  group = false,
}: {
  name: string;
  id: string;
  size?: number;
  group?: boolean;
}) {
  let sum = 7;
  for (const char of id) sum = (sum * 31 + char.charCodeAt(0)) >>> 0;
  const mark = group ? name.slice(0, 2) : [...name].slice(-1).join('');
  return (
    <span
      className={styles.avatar}
      style={{
        width: size,
        height: size,
        fontSize: group ? size * 0.3 : size * 0.44,
        background: group ? '#7b8794' : COLOURS[sum % COLOURS.length],
      }}
      aria-hidden="true"
    >
      {mark}
    </span>
  );
}
