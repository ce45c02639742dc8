import styles from './small.module.css';

/** Where in the bank: 总行 › 浙江分行 › 西湖支行. The last one is what is meant; the rest is the way there. */
export function UnitPath({ names, short = false }: { names: readonly string[]; short?: boolean }) {
  const shown = short && names.length > 2 ? ['…', ...names.slice(-2)] : names;
  return (
    <span className={styles.path} title={names.join(' › ')}>
      {shown.map((name, at) => (
        // Names may repeat along a path; the position does not.
        // biome-ignore lint/suspicious/noArrayIndexKey: the position is the identity here
        <span key={at}>{name}</span>
      ))}
    </span>
  );
}
