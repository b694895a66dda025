import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import type { Example, Message } from '../../../shared/domain/example.ts';

/** What a chat costs beside its texts: each message, a name, and the start of the answer (OpenAI cookbook). */
const perMessage = 3;
const perConversation = 3;
/** A role is one token. */
const perRole = 1;
/** A text that holds a special token is refused elsewhere; here it counts as the text that it is. */
const asText = { disallowedSpecial: new Set<string>() };

/** The encoder never parts letters, spaces or signs that follow each other, and its time grows with the square of such a run. */
const run = /[\p{L}\p{M}]+|\s+|[^\s\p{L}\p{M}]+/gu;
const longestRun = 512;

/**
 * Tokens of a text in o200k_base, the encoding of GPT-4o and what came after it. A run of over 512 letters, spaces or
 * signs is counted in pieces of so many, each of which may cost a token or two more than in the run as a whole.
 */
export function tokensOf(text: string): number {
  if (text.length <= longestRun) return countTokens(text, asText);
  let tokens = 0;
  let counted = 0;
  for (const { 0: whole, index } of text.matchAll(run)) {
    const end = index + whole.length;
    for (let cut = index + longestRun; cut < end; cut += longestRun) {
      // Not between the halves of a character.
      const at = /[\udc00-\udfff]/.test(text.charAt(cut)) ? cut + 1 : cut;
      tokens += countTokens(text.slice(counted, at), asText);
      counted = at;
    }
  }
  return tokens + countTokens(text.slice(counted), asText);
}

function tokensOfMessage(message: Message): number {
  const calls = message.role === 'assistant' ? message.toolCalls : [];
  return calls.reduce(
    (sum, { name, arguments: given }) => sum + tokensOf(name) + tokensOf(given),
    perMessage + perRole + tokensOf(message.content),
  );
}

/**
 * Tokens of a whole example as a chat: its messages, its tools as JSON, and the longer one of its answers.
 *
 * OpenAI does not say how it renders tools: they count as the JSON that describes them, which is more than they cost.
 */
export function tokensOfExample({ prompt, tools, chosen, rejected }: Example): number {
  const answer = Math.max(tokensOf(chosen ?? ''), tokensOf(rejected ?? ''));
  const described = tools.length === 0 ? 0 : tokensOf(JSON.stringify(tools));
  const spoken = prompt.reduce((sum, message) => sum + tokensOfMessage(message), 0);
  return spoken + described + perMessage + perRole + answer + perConversation;
}
