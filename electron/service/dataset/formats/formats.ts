import type { FormatId } from '../../../../shared/domain/dataset.ts';
import { csv } from './csv.ts';
import type { Format } from './format.ts';
import { openaiChat } from './openai-chat.ts';
import { openaiPreference } from './openai-preference.ts';
import { parquet } from './parquet.ts';
import { sharegpt } from './sharegpt.ts';
import { sharegptPreference } from './sharegpt-preference.ts';
import { trlDpo } from './trl-dpo.ts';
import { trlKto } from './trl-kto.ts';
import { trlPromptCompletion } from './trl-prompt-completion.ts';
import { trlSft } from './trl-sft.ts';

/** Every format of a dataset, by its name. */
export const formats: Readonly<Record<FormatId, Format>> = {
  'openai-chat': openaiChat,
  'openai-preference': openaiPreference,
  'trl-sft': trlSft,
  'trl-prompt-completion': trlPromptCompletion,
  'trl-dpo': trlDpo,
  'trl-kto': trlKto,
  sharegpt,
  'sharegpt-preference': sharegptPreference,
  csv,
  parquet,
};
