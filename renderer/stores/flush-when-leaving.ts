/** Saves whenever this could be the last moment before the window is gone. @returns how to end that */
export function flushWhenLeaving(flush: () => void): () => void {
  const hidden = () => document.visibilityState === 'hidden' && flush();
  document.addEventListener('visibilitychange', hidden);
  addEventListener('pagehide', flush);
  addEventListener('blur', flush);
  return () => {
    document.removeEventListener('visibilitychange', hidden);
    removeEventListener('pagehide', flush);
    removeEventListener('blur', flush);
  };
}
