/**
 * Shows a change at once and saves it behind it.
 *
 * A failure takes the change back and is thrown on. Where changes overlap, only the answer to the last one counts: an
 * earlier answer does not know the later change yet.
 */
export function optimistic<T extends object>({
  read,
  show,
  save,
}: {
  read: () => T | null;
  show: (value: T | null) => void;
  save: (change: Partial<T>) => Promise<T>;
}): (change: Partial<T>) => Promise<void> {
  let latest = 0;
  let saved: T | null = null;
  return async (change) => {
    latest += 1;
    const mine = latest;
    const before = read();
    saved ??= before;
    if (before) show({ ...before, ...change });
    try {
      saved = await save(change);
      if (mine === latest) show(saved);
    } catch (thrown) {
      show(saved);
      throw thrown;
    } finally {
      if (mine === latest) saved = null;
    }
  };
}
