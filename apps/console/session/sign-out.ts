import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { signOut } from '#modules/org/contract.ts';
import { call } from '#platform/web/api.ts';
import { leaveSeat } from './session.ts';

/** Signs out at the server first: a session that only disappears from the screen is not over. */
export function useSignOut() {
  const client = useQueryClient();
  const navigate = useNavigate();
  return async () => {
    await call(signOut).catch(() => {});
    leaveSeat();
    client.clear();
    navigate('/sign-in?why=out');
  };
}
