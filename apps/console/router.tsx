import { createBrowserRouter, type RouteObject } from 'react-router';
import type { RoomPage } from '#platform/web/room.ts';
import { SkeletonPage } from '#platform/web/show/Skeleton.tsx';
import { rooms } from './rooms.ts';

const Loading = () => (
  <div style={{ padding: 32 }}>
    <SkeletonPage />
  </div>
);

function pageRoute(page: RoomPage): RouteObject {
  return {
    path: page.path,
    lazy: async () => {
      const [{ default: Component }, { Allowed, CrashPage }] = await Promise.all([
        page.page(),
        import('./pages/NotFoundPage.tsx'),
      ]);
      return {
        element: (
          <Allowed page={page}>
            <Component />
          </Allowed>
        ),
        ErrorBoundary: CrashPage,
      };
    },
  };
}

const pages = rooms.flatMap((room) => [...room.nav, ...(room.pages ?? [])]).map(pageRoute);

/** Every part is fetched when it is first needed: the sign-in page does not bring the console along. */
export const router = createBrowserRouter([
  {
    HydrateFallback: Loading,
    lazy: async () => ({ ErrorBoundary: (await import('./pages/NotFoundPage.tsx')).CrashPage }),
    children: [
      {
        path: '/sign-in',
        lazy: async () => ({ Component: (await import('./session/SignInPage.tsx')).SignInPage }),
      },
      {
        path: '/design',
        lazy: async () => ({ Component: (await import('./design/DesignPage.tsx')).default }),
      },
      {
        lazy: async () => ({ Component: (await import('./session/SessionGate.tsx')).SessionGate }),
        children: [
          {
            lazy: async () => ({ Component: (await import('./layout/Layout.tsx')).Layout }),
            children: [
              {
                index: true,
                lazy: async () => ({ Component: (await import('./pages/HomePage.tsx')).default }),
              },
              ...pages,
              {
                path: '*',
                lazy: async () => ({
                  Component: (await import('./pages/NotFoundPage.tsx')).NotFoundPage,
                }),
              },
            ],
          },
        ],
      },
    ],
  },
]);
