import { usePhrase } from '#platform/web/text/lang.ts';
import { endpointName } from './endpoint-words.ts';
import styles from './parts.module.css';

/** An endpoint as a person says it, and by the name it has in logs. */
export function Endpoint({ name }: { name: string }) {
  const phrase = usePhrase();
  const said = phrase(endpointName(name));
  return (
    <span className={styles.named}>
      <span>{said}</span>
      {said !== name && <code>{name}</code>}
    </span>
  );
}
