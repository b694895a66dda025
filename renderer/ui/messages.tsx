import { useLayoutEffect, useState } from 'react';
import { create } from 'zustand';
import { LiveRegion } from './announce.tsx';
import { Notice } from './notice.tsx';

const useLayers = create<{ layers: readonly symbol[] }>()(() => ({ layers: [] }));

/**
 * What is said and what went wrong, in the topmost of the layers that have a place for it: a modal dialog makes the rest of
 * the window inert, where nobody hears or dismisses anything.
 */
export function Messages() {
  const [mine] = useState(() => Symbol('layer'));
  const top = useLayers(({ layers }) => layers.at(-1) === mine);
  useLayoutEffect(() => {
    useLayers.setState(({ layers }) => ({ layers: [...layers, mine] }));
    return () => useLayers.setState(({ layers }) => ({ layers: layers.filter((layer) => layer !== mine) }));
  }, [mine]);
  if (!top) return null;
  return (
    <>
      <Notice />
      <LiveRegion />
    </>
  );
}
