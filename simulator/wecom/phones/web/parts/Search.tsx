import { useSay } from '../text.ts';
import { Icon } from './Icon.tsx';
import styles from './pieces.module.css';

export function Search({ value, change }: { value: string; change: (value: string) => void }) {
  const say = useSay();
  return (
    <label className={styles.search}>
      <Icon name="search" size={17} />
      <input
        type="search"
        aria-label={say('searchName')}
        placeholder={say('searchName')}
        value={value}
        onChange={(event) => change(event.target.value.trim())}
      />
    </label>
  );
}
