import { createContext, useContext } from 'react';

export const GoContext = createContext<(address: string) => void>(() => {});
/** Leads to another page of the workbench. */
export const useGo = () => useContext(GoContext);
