import { type RefObject, useLayoutEffect, useRef, useState } from 'react';

/** How wide a part of the screen is, in whole pixels: before it was laid out, as wide as it would like to be. */
export function useWidth<Part extends HTMLElement>(liked: number): { part: RefObject<Part | null>; width: number } {
  const part = useRef<Part>(null);
  const [width, setWidth] = useState(liked);
  useLayoutEffect(() => {
    const element = part.current;
    if (!element) return;
    const measure = () => setWidth(Math.min(liked, Math.floor(element.getBoundingClientRect().width)));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [liked]);
  return { part, width };
}
