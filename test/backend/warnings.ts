/**
 * Each part of `@supabase/lite` replaces `process.emitWarning` by one that throws on a warning that is an Error, so that
 * a mere warning ends whatever had cause for it. Loaded before any of them, this keeps Node's own.
 */
const { emitWarning } = process;
Object.defineProperty(process, 'emitWarning', { get: () => emitWarning, set: () => undefined });

export {};
