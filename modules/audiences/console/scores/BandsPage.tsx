import { useSearchParams } from 'react-router';
import type { Reply } from '#platform/contract/endpoint.ts';
import { useCall } from '#platform/web/api.ts';
import { Page, Section } from '#platform/web/page/Page.tsx';
import { Callout } from '#platform/web/show/Callout.tsx';
import { DateTime } from '#platform/web/show/DateTime.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonPage } from '#platform/web/show/Skeleton.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { formatNumber, formatPercent } from '#platform/web/text/number.ts';
import { formatTime } from '#platform/web/text/time.ts';
import {
  ActivityState,
  activityStates,
  activityText,
  Band,
  bandText,
  listBand,
  valueBands,
} from '../../contract.ts';
import { People } from './people.tsx';
import styles from './scores.module.css';
import { text } from './text.ts';

type Bands = Reply<typeof valueBands>;

/** What customers are worth and whether they are still here. */
export default function BandsPage() {
  const t = useText(text);
  const bands = useCall(valueBands);
  if (bands.isPending) return <SkeletonPage />;
  return (
    <Page title={t('bands')} purpose={t('bandsPurpose')}>
      {bands.isError ? (
        <ErrorNote error={bands.error} retry={() => bands.refetch()} />
      ) : (
        <Counted bands={bands.data} />
      )}
    </Page>
  );
}

const countOf = ({ cells }: Bands, band?: Band, state?: ActivityState) =>
  cells
    .filter((cell) => (!band || cell.band === band) && (!state || cell.state === state))
    .reduce((sum, cell) => sum + cell.count, 0);

function Counted({ bands }: { bands: Bands }) {
  const t = useText(text);
  const phrase = usePhrase();
  const [search, setSearch] = useSearchParams();
  const band = Band.safeParse(search.get('band')).data;
  const state = ActivityState.safeParse(search.get('state')).data;
  const choose = (next: { band?: Band; state?: ActivityState }) =>
    setSearch({ ...next }, { replace: true });
  const atRisk =
    countOf(bands, 'high_quality', 'silent') + countOf(bands, 'high_quality', 'near_lost');
  const title = [
    band ? phrase(bandText[band].name) : null,
    state ? phrase(activityText[state].name) : null,
  ].filter((part) => part !== null);
  const meanings = [...(band ? [bandText[band]] : []), ...(state ? [activityText[state]] : [])];
  return (
    <>
      <Callout tone={atRisk > 0 ? 'warn' : 'good'}>
        {atRisk > 0 ? t('atRisk', { n: formatNumber(atRisk) }) : t('noneAtRisk')}
      </Callout>
      <div>
        <Cross bands={bands} band={band} state={state} choose={choose} />
        <p className={styles.quiet}>
          {t('allOf', { n: formatNumber(bands.total) })}
          {bands.builtAt && ` · ${t('asOf', { at: formatTime(bands.builtAt) })}`}
        </p>
      </div>
      <Section
        title={title.length > 0 ? title.join(' · ') : t('allCustomers')}
        hint={t('share', {
          n: formatNumber(countOf(bands, band, state)),
          share: formatPercent(bands.total === 0 ? 0 : countOf(bands, band, state) / bands.total),
        })}
      >
        <ul className={styles.meanings}>
          {(meanings.length > 0
            ? meanings
            : [...Object.values(bandText), ...Object.values(activityText)]
          ).map(({ name, meaning }) => (
            <li key={name[1]}>
              <b>{phrase(name)}</b> <span>{phrase(meaning)}</span>
            </li>
          ))}
        </ul>
        <People
          key={`${band}/${state}`}
          id="audiences.band"
          list={listBand}
          query={{ ...(band ? { band } : {}), ...(state ? { state } : {}) }}
          columns={[
            { key: 'band', title: t('band'), render: (row) => phrase(bandText[row.band].name) },
            {
              key: 'state',
              title: t('state'),
              render: (row) => phrase(activityText[row.state].name),
            },
            {
              key: 'lastActive',
              title: t('lastActive'),
              render: (row) =>
                row.lastActiveAt ? <DateTime at={row.lastActiveAt} style="day" /> : t('never'),
            },
          ]}
        />
      </Section>
    </>
  );
}

function Cross({
  bands,
  band,
  state,
  choose,
}: {
  bands: Bands;
  band: Band | undefined;
  state: ActivityState | undefined;
  choose: (next: { band?: Band; state?: ActivityState }) => void;
}) {
  const t = useText(text);
  const phrase = usePhrase();
  const figure = (b?: Band, s?: ActivityState) => (
    <button
      type="button"
      aria-pressed={b === band && s === state}
      onClick={() => choose({ ...(b ? { band: b } : {}), ...(s ? { state: s } : {}) })}
    >
      {formatNumber(countOf(bands, b, s))}
    </button>
  );
  return (
    <div className={styles.cross}>
      <table>
        <thead className={styles.crossHead}>
          <tr>
            <th scope="col">{t('band')}</th>
            {activityStates.map((s) => (
              <th key={s} scope="col">
                {phrase(activityText[s].name)}
              </th>
            ))}
            <th scope="col">{t('total')}</th>
          </tr>
        </thead>
        <tbody>
          {Band.options.map((b) => (
            <tr key={b}>
              <th scope="row">{phrase(bandText[b].name)}</th>
              {activityStates.map((s) => (
                <td key={s}>{figure(b, s)}</td>
              ))}
              <td>{figure(b)}</td>
            </tr>
          ))}
          <tr>
            <th scope="row">{t('total')}</th>
            {activityStates.map((s) => (
              <td key={s}>{figure(undefined, s)}</td>
            ))}
            <td>{figure()}</td>
          </tr>
        </tbody>
      </table>
    </div>
  );
}
