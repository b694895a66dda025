import { create } from 'zustand';

/** Which of the two helps is open: one at a time, on every screen. */
export const useHelp = create<{ open: 'palette' | 'keys' | null }>()(() => ({ open: null }));

export const openPalette = () => useHelp.setState({ open: 'palette' });
export const openKeys = () => useHelp.setState({ open: 'keys' });
export const closeHelp = () => useHelp.setState({ open: null });
