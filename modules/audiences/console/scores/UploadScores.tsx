import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Reply } from '#platform/contract/endpoint.ts';
import { UploadDrop } from '#platform/web/form/UploadDrop.tsx';
import { Section } from '#platform/web/page/Page.tsx';
import { Callout } from '#platform/web/show/Callout.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { formatNumber } from '#platform/web/text/number.ts';
import { upload } from '#platform/web/transfer.ts';
import { type Model, uploadScores } from '../../contract.ts';
import { modelText } from './model-text.ts';
import styles from './scores.module.css';

type Taken = Reply<typeof uploadScores>;

/** The bank's own scores: what was taken, and each line that was not. */
export function UploadScores({ model }: { model: Pick<Model, 'id'> }) {
  const t = useText(modelText);
  const client = useQueryClient();
  const [taken, setTaken] = useState<Taken | null>(null);
  return (
    <Section title={t('upload')} hint={t('uploadHint')}>
      <UploadDrop
        kinds={['.csv']}
        maxBytes={50 * 1024 * 1024}
        send={async (file, progress) => {
          setTaken(
            await upload(uploadScores, file, { query: { modelId: model.id } }, { progress }),
          );
          await client.invalidateQueries({ queryKey: ['audiences'] });
        }}
      />
      {taken && (
        <Callout
          tone={taken.refusedCount > 0 ? 'warn' : 'good'}
          title={t('uploadDone', { n: formatNumber(taken.scored) })}
        >
          {taken.refusedCount > 0 && (
            <>
              {t('refused', { n: formatNumber(taken.refusedCount) })}
              <ul className={styles.meanings}>
                {taken.refused.map((line) => (
                  <li key={line.line}>{t('refusedLine', line)}</li>
                ))}
              </ul>
            </>
          )}
        </Callout>
      )}
    </Section>
  );
}
