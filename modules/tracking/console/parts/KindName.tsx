import { usePhrase } from '#platform/web/text/lang.ts';
import { builtInKinds } from '../../contract.ts';
import styles from './parts.module.css';

/** A kind by its title, with its name in the records. */
export function KindName({ kind, title }: { kind: string; title?: readonly [string, string] }) {
  const phrase = usePhrase();
  const known =
    title ?? (builtInKinds as Record<string, { title: readonly [string, string] }>)[kind]?.title;
  return (
    <span className={styles.kind}>
      {known && <span>{phrase(known)}</span>}
      <code>{kind || '—'}</code>
    </span>
  );
}
