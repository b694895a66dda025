import { config } from 'zod';

// The page may not compile code from strings, so zod must not even try: each attempt is a violation in the console.
// Imported before any schema is made.
config({ jitless: true });
