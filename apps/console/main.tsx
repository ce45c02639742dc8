import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { RouterProvider } from 'react-router/dom';
import { AppError } from '#platform/contract/errors.ts';
import { signedIn } from '#platform/web/person.ts';
import { setGate, workingUnit } from '#platform/web/request.ts';
import { createClient, WebRoot } from '#platform/web/WebRoot.tsx';
import { router } from './router.tsx';
import { askAgain } from './session/step-up.ts';

const client = createClient((error) => {
  // The chosen unit was closed or is no longer this person's: work on with everything they may see.
  if (error instanceof AppError && error.code === 'org.unitOutOfScope' && workingUnit.get()) {
    workingUnit.set(null);
    client.invalidateQueries();
  }
});

setGate({
  signedOut: () => {
    const { pathname, search } = router.state.location;
    if (pathname === '/sign-in') return;
    client.clear();
    // Only who was here can have been signed out; a link opened cold just asks to sign in.
    const ended = signedIn.get() ? '&why=ended' : '';
    signedIn.set(null);
    router.navigate(`/sign-in?returnTo=${encodeURIComponent(pathname + search)}${ended}`);
  },
  stepUp: askAgain,
});

const root = document.getElementById('root');
if (root)
  createRoot(root).render(
    <StrictMode>
      <WebRoot client={client}>
        <RouterProvider router={router} />
      </WebRoot>
    </StrictMode>,
  );
