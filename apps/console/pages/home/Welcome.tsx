import { Button } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { useMay, usePerson } from '#platform/web/person.ts';
import { browserShelf } from '#platform/web/store.ts';
import { useText } from '#platform/web/text/lang.ts';
import { beginGuide } from '../../guide/guide-state.ts';
import { text as guide } from '../../guide/text.ts';
import styles from './home.module.css';
import { text } from './text.ts';

const steps = [
  { key: 'stepUnits', hint: 'stepUnitsHint', to: '/imports/new', needs: 'org.staff.manage' },
  { key: 'stepRoles', hint: 'stepRolesHint', to: '/roles', needs: 'org.role.manage' },
  { key: 'stepProjects', hint: 'stepProjectsHint', to: '/projects', needs: 'org.project.manage' },
  { key: 'stepAudit', hint: 'stepAuditHint', to: '/audit', needs: 'org.audit.read' },
  { key: 'stepMe', hint: 'stepMeHint', to: '/me', needs: null },
] as const;

/** What this is and where to begin; until the person has read it. */
export function Welcome() {
  const t = useText(text);
  const tg = useText(guide);
  const may = useMay();
  const key = `yuhang.welcome.${usePerson()?.id ?? 'anyone'}`;
  const [read, setRead] = useState(() => browserShelf().getItem(key) === 'read');
  if (read) return null;
  return (
    <section className={styles.welcome} aria-label={t('welcomeTitle')}>
      <header>
        <h2>{t('welcomeTitle')}</h2>
        <Button
          size="small"
          onClick={() => {
            browserShelf().setItem(key, 'read');
            setRead(true);
          }}
        >
          {t('welcomeClose')}
        </Button>
      </header>
      <p>{t('welcome')}</p>
      {may('sequences.run.manage') && (
        <div>
          <Button type="primary" onClick={beginGuide}>
            {tg('begin')}
          </Button>
        </div>
      )}
      <ul>
        {steps
          .filter(({ needs }) => needs === null || may(needs))
          .map((step) => (
            <li key={step.key}>
              <Link className={styles.stepName} to={step.to}>
                {t(step.key)}
              </Link>
              <small>{t(step.hint)}</small>
            </li>
          ))}
      </ul>
    </section>
  );
}
