import type { ZodType } from 'zod';
import type { DescribedHeader } from '@/contracts/described';
import type { Scope } from '@/domain/scopes';
import type { Actor } from '@/server/services/actor';
import type { Context, Services } from '@/server/services/context';
import type { Caller } from '@/server/trpc/root';
import type { RestRequest, RestResponse } from './http';

export type ClientActor = Extract<Actor, { kind: 'client' }>;

type Documented = {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** `{name}` stands for one segment. */
  path: string;
  summary: string;
  /** The name and meaning of each query parameter. */
  query?: Readonly<Record<string, string>>;
  /** The request headers that it reads, by their names. */
  headers?: Readonly<Record<string, DescribedHeader>>;
  body?: ZodType;
  /** The body is not parsed. The call has the text. */
  readsText?: true;
  success: { status: number; schema?: ZodType; description: string };
  /** Another answer that is not a refusal, for example for a batch that was done in part. */
  otherwise?: { status: number; schema: ZodType; description: string };
};

/** A call with a token. Its procedure checks the scope. */
export type ApiRoute = Documented & {
  api: 'v1' | 'v2';
  procedure: string;
  /** Null: every token is enough. */
  scope: Scope | null;
  /** The answer shows more to a token with this scope. */
  shows?: Scope;
  run(call: ApiCall): Promise<RestResponse>;
};

/** A call that brings its own proof, or needs none. */
export type OpenRoute = Documented & {
  api: 'oauth' | 'system';
  procedure: string | null;
  run(call: OpenCall): Promise<RestResponse>;
};

export type Route = ApiRoute | OpenRoute;

export type OpenCall = {
  services: Services;
  request: RestRequest;
  query: URLSearchParams;
  caller: Caller;
};

export type ApiCall = OpenCall & {
  ctx: Context;
  actor: ClientActor;
  /** The scope that the token needs. */
  scope: Scope | null;
  params: Readonly<Record<string, string>>;
  /** Parsed JSON; an empty object if the body is empty, or the route reads the text. */
  body: unknown;
  /** Empty if the body is empty, or the route takes no body. */
  text: string;
  publicUrl: string;
  /** Waits for a share of the memory for large texts. Returns a function that gives it back. */
  enterWork: (bytes: number) => Promise<() => void>;
};
