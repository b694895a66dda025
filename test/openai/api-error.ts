import type { ErrorShape } from './state.ts';

/** An answer that refuses. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly type: string;
  readonly param: string | null;
  readonly code: string | number | null;

  constructor(
    status: number,
    message: string,
    more: {
      type?: string;
      param?: string | undefined;
      code?: string | number | null;
      headers?: Record<string, string>;
    } = {},
  ) {
    super(message);
    this.status = status;
    this.type = more.type ?? 'invalid_request_error';
    this.param = more.param ?? null;
    this.code = more.code ?? null;
    this.headers = more.headers ?? {};
  }

  body(shape: ErrorShape): object {
    const { message, type, param, code } = this;
    if (shape === 'sentence') return { error: message };
    if (shape === 'openai') return { error: { message, type, param, code } };
    return { detail: param === null ? message : [{ loc: ['body', param], msg: message, type: 'value_error' }] };
  }
}

export const invalid = (message: string, param?: string): ApiError => new ApiError(400, message, { param });

export const notFound = (what: string, id: string, param: string): ApiError =>
  new ApiError(404, `No such ${what}: ${id}`, { param });

export const modelNotFound = (model: string): ApiError =>
  new ApiError(404, `The model \`${model}\` does not exist or you do not have access to it.`, {
    param: 'model',
    code: 'model_not_found',
  });

export const rateLimited = (retryAfterSeconds: number): ApiError =>
  new ApiError(429, `Rate limit reached. Please try again in ${retryAfterSeconds}s.`, {
    type: 'requests',
    code: 'rate_limit_exceeded',
    headers: { 'retry-after': String(retryAfterSeconds) },
  });

export const serverError = (status = 500): ApiError =>
  new ApiError(status, 'The server had an error while processing your request. Sorry about that!', {
    type: 'server_error',
  });
