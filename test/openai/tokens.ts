/** About so many tokens has a text in English: enough for a figure that is the same every time. */
export const roughTokens = (text: string): number => Math.ceil(text.length / 4);
