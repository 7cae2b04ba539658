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
  /** Name and meaning of each query parameter. */
  query?: Readonly<Record<string, string>>;
  /** What it reads of the request's headers, by their names. */
  headers?: Readonly<Record<string, DescribedHeader>>;
  body?: ZodType;
  /** Its body is not parsed: the call has the text. */
  readsText?: true;
  success: { status: number; schema?: ZodType; description: string };
  /** What it may answer in place of that and is no refusal: a batch that was done in part, for one. */
  otherwise?: { status: number; schema: ZodType; description: string };
};

/** A call by whoever holds a token: its procedure asks for the scope. */
export type ApiRoute = Documented & {
  api: 'v1' | 'v2';
  procedure: string;
  /** Null: any token will do. */
  scope: Scope | null;
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
  /** What the route asks of the token. */
  scope: Scope | null;
  params: Readonly<Record<string, string>>;
  /** Parsed JSON; an empty object where nothing was sent, or the route reads the text. */
  body: unknown;
  /** Empty where nothing was sent, or the route takes no body. */
  text: string;
  publicUrl: string;
  /** Waits for a share of the memory for large texts. Returns a function that gives it back. */
  enterWork: (bytes: number) => Promise<() => void>;
};
