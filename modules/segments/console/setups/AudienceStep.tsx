import { App, Button, Select } from 'antd';
import { Link } from 'react-router';
import { createAudience, listAudiences } from '#modules/audiences/contract.ts';
import { useCall, useChange } from '#platform/web/api.ts';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { useMarks, usePhrase, useText } from '#platform/web/text/lang.ts';
import styles from '../segments.module.css';
import type { StepProps } from './SetupPage.tsx';
import { text } from './setup-text.ts';

/** For each audience of the pack one of the bank: made by its rule, or chosen. */
export function AudienceStep({ setup, pack, content, set, locked }: StepProps) {
  const t = useText(text);
  const phrase = usePhrase();
  const marks = useMarks();
  const { message } = App.useApp();
  const known = useCall(listAudiences, { query: { size: 200 } });
  const create = useChange(createAudience);
  const choose = (key: string, audienceId: string | undefined) => {
    const { [key]: _, ...others } = content.audiences;
    set({ audiences: audienceId ? { ...others, [key]: audienceId } : others });
  };
  const make = async ({
    key,
    name,
    description,
    rule,
  }: (typeof pack.content.audiences)[number]) => {
    const title = `${setup.name}${marks.colon}${phrase(name)}`.slice(0, 60);
    const body = { name: title, description, unitId: setup.unit.id, rule, live: true };
    try {
      const made = await create.mutateAsync({ body });
      choose(key, made.id);
      message.success(t('audienceMade', { name: made.name }));
    } catch {
      // Shown below.
    }
  };
  return (
    <div className={styles.stack}>
      <p className={styles.note}>{t('audienceHint')}</p>
      {pack.content.audiences.map((audience, at) => {
        const chosen = known.data?.items.find(({ id }) => id === content.audiences[audience.key]);
        return (
          <div key={audience.key} className={styles.scene}>
            <h4>
              {phrase(audience.name)}
              {at === 0 && <span className={styles.note}>{t('needed')}</span>}
            </h4>
            <span className={styles.note}>{audience.description}</span>
            <div className={styles.foot}>
              <Select
                aria-label={`${t('chooseAudience')} ${phrase(audience.name)}`}
                placeholder={t('chooseAudience')}
                disabled={locked}
                allowClear
                showSearch={{ optionFilterProp: 'label' }}
                style={{ minWidth: 280 }}
                value={content.audiences[audience.key]}
                onChange={(value) => choose(audience.key, value)}
                options={
                  known.data?.items.map(({ id, name }) => ({ value: id, label: name })) ?? []
                }
              />
              {!locked && !content.audiences[audience.key] && (
                <Button loading={create.isPending} onClick={() => make(audience)}>
                  {t('makeAudience')}
                </Button>
              )}
              {chosen && (
                <>
                  <span>
                    {chosen.count === null ? t('counting') : t('people', { n: chosen.count })}
                  </span>
                  <Link to={`/audiences/${chosen.id}`}>{t('seeAudience')}</Link>
                </>
              )}
            </div>
          </div>
        );
      })}
      {create.isError && <ErrorNote error={create.error} />}
      {known.isError && <ErrorNote error={known.error} retry={() => known.refetch()} />}
    </div>
  );
}
