import { useEffect, useState } from 'react';
import { Outlet } from 'react-router';
import { AppError } from '#platform/contract/errors.ts';
import { usePerson } from '#platform/web/person.ts';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonPage } from '#platform/web/show/Skeleton.tsx';
import { FirstSteps } from './FirstSteps.tsx';
import { StepUpDialog } from './StepUpDialog.tsx';
import { takeSeat, useSession } from './session.ts';

/** Everything behind the sign-in: waits for who is here, then shows the console or what must come first. */
export function SessionGate() {
  const session = useSession();
  const person = usePerson();
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    if (!session.data) return;
    takeSeat(session.data);
    setSeen(true);
  }, [session.data]);

  if (session.isError && !session.data) {
    // Not signed in: the transport is already on its way to the sign-in page.
    if (session.error instanceof AppError && session.error.status === 401) return null;
    return (
      <div style={{ maxWidth: 560, margin: '20vh auto', padding: 16 }}>
        <ErrorNote error={session.error} retry={() => session.refetch()} />
      </div>
    );
  }
  if (!session.data || !seen || !person)
    return (
      <div style={{ maxWidth: 880, margin: '15vh auto', padding: 32 }}>
        <SkeletonPage />
      </div>
    );
  if (session.data.mustChangePassword || session.data.mustEnrolTotp)
    return <FirstSteps session={session.data} />;
  return (
    <>
      <Outlet />
      <StepUpDialog />
    </>
  );
}
