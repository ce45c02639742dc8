import { Link } from 'react-router';
import { useCall } from '#platform/web/api.ts';
import { Section } from '#platform/web/page/Page.tsx';
import { Empty } from '#platform/web/show/Empty.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonText } from '#platform/web/show/Skeleton.tsx';
import { Timeline } from '#platform/web/show/Timeline.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { listAudit, type StaffDetail } from '../../contract.ts';
import { text } from './text.ts';

/** What was done about this person lately. */
export function StaffTrail({ staff }: { staff: StaffDetail }) {
  const t = useText(text);
  const trail = useCall(listAudit, {
    query: { subjectKind: 'staff', subjectId: staff.id, size: 8 },
  });
  return (
    <Section
      title={t('trail')}
      hint={t('trailHint')}
      actions={
        <>
          <Link to={`/audit?actorId=${staff.id}`}>{t('trailDid')}</Link>
          <Link to={`/audit?subjectId=${staff.id}`}>{t('trailAll')}</Link>
        </>
      }
    >
      {trail.isPending ? (
        <SkeletonText lines={4} />
      ) : trail.isError ? (
        <ErrorNote error={trail.error} retry={() => trail.refetch()} />
      ) : trail.data.items.length === 0 ? (
        <Empty small title={t('trailNone')} />
      ) : (
        <Timeline
          entries={trail.data.items.map((line) => ({
            key: String(line.seq),
            at: line.at,
            who: line.actor.name,
            what: <Link to={`/audit?entry=${line.seq}`}>{line.actionName}</Link>,
            note: line.reason,
          }))}
        />
      )}
    </Section>
  );
}
