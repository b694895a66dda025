/** A group above this share makes a dataset that is about one thing; small datasets are made of large shares. */
const largeShare = 0.05;
const largeCount = 10;

/** True where the largest group of alike samples needs a person's word before a dataset is built. */
export function isLargeGroup(size: number, examples: number): boolean {
  return size >= largeCount && size > examples * largeShare;
}
