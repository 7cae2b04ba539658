CREATE TABLE gancho.companies (
  id bigint GENERATED ALWAYS AS IDENTITY (START WITH 1001) PRIMARY KEY,
  name text NOT NULL CHECK (btrim(name) <> '' AND length(name) <= 200),
  is_sample boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT now(),
  -- What the operator allows it, so that no company takes what others need. Null: as much as src/domain/quotas.ts says.
  max_hooks integer CHECK (max_hooks > 0),
  max_events_per_second integer CHECK (max_events_per_second > 0),
  max_queued integer CHECK (max_queued > 0)
);
CREATE UNIQUE INDEX companies_one_sample ON gancho.companies (is_sample) WHERE is_sample;

CREATE TABLE gancho.projects (
  id bigint GENERATED ALWAYS AS IDENTITY (START WITH 5001) PRIMARY KEY,
  company_id bigint NOT NULL REFERENCES gancho.companies ON DELETE CASCADE,
  name text NOT NULL CHECK (btrim(name) <> '' AND length(name) <= 200),
  created_at timestamptz NOT NULL DEFAULT now(),
  -- Lets every child name (company_id, project_id) together, so a project of another company can't be used.
  UNIQUE (company_id, id)
);

CREATE TABLE gancho.users (
  id bigint GENERATED ALWAYS AS IDENTITY (START WITH 101) PRIMARY KEY,
  email text NOT NULL CHECK (email = lower(email) AND email LIKE '%_@_%' AND length(email) <= 320),
  name text NOT NULL DEFAULT '' CHECK (length(name) <= 200),
  password_hash text,
  language text CHECK (language IN ('en', 'pt-BR', 'es')),
  time_zone text,
  theme text CHECK (theme IN ('light', 'dark', 'system')),
  -- Mails about hooks: whether they are wanted, and when the last one went, so that they never come in a storm.
  wants_mail boolean NOT NULL DEFAULT true,
  mailed_at timestamptz,
  disabled_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX users_email ON gancho.users (email);

CREATE TABLE gancho.memberships (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  company_id bigint NOT NULL REFERENCES gancho.companies ON DELETE CASCADE,
  user_id bigint NOT NULL REFERENCES gancho.users ON DELETE CASCADE,
  project_id bigint,
  role text NOT NULL CHECK (role IN ('admin', 'member', 'read_only')),
  created_at timestamptz NOT NULL DEFAULT now(),
  FOREIGN KEY (company_id, project_id) REFERENCES gancho.projects (company_id, id) ON DELETE CASCADE,
  UNIQUE NULLS NOT DISTINCT (user_id, company_id, project_id)
);
CREATE INDEX memberships_company ON gancho.memberships (company_id);

CREATE TABLE gancho.sign_in_links (
  token_hash text PRIMARY KEY,
  user_id bigint NOT NULL REFERENCES gancho.users ON DELETE CASCADE,
  expires_at timestamptz NOT NULL,
  used_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX sign_in_links_user ON gancho.sign_in_links (user_id);

CREATE TABLE gancho.sessions (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id bigint NOT NULL REFERENCES gancho.users ON DELETE CASCADE,
  expires_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX sessions_user ON gancho.sessions (user_id);

CREATE TABLE gancho.api_clients (
  id bigint GENERATED ALWAYS AS IDENTITY (START WITH 301) PRIMARY KEY,
  company_id bigint NOT NULL REFERENCES gancho.companies ON DELETE CASCADE,
  name text NOT NULL CHECK (btrim(name) <> '' AND length(name) <= 200),
  client_id text NOT NULL UNIQUE,
  scopes text[] NOT NULL CHECK (
    scopes <@ ARRAY['hooks:read', 'hooks:write', 'events:read', 'events:write', 'deliveries:read', 'deliveries:write']
    AND cardinality(scopes) > 0
  ),
  -- Null reaches every project of the company; otherwise the listed ones alone.
  project_ids bigint[] CHECK (cardinality(project_ids) > 0),
  created_by bigint REFERENCES gancho.users ON DELETE SET NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  last_used_at timestamptz,
  revoked_at timestamptz,
  UNIQUE (company_id, id)
);

CREATE TABLE gancho.api_client_secrets (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  company_id bigint NOT NULL,
  api_client_id bigint NOT NULL,
  secret_hash text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz,
  FOREIGN KEY (company_id, api_client_id) REFERENCES gancho.api_clients (company_id, id) ON DELETE CASCADE
);
CREATE INDEX api_client_secrets_client ON gancho.api_client_secrets (api_client_id);

CREATE TABLE gancho.access_tokens (
  token_hash text PRIMARY KEY,
  company_id bigint NOT NULL,
  api_client_id bigint NOT NULL,
  -- What it was got with: a secret that is ended takes its tokens along.
  secret_id bigint NOT NULL REFERENCES gancho.api_client_secrets ON DELETE CASCADE,
  scopes text[] NOT NULL,
  project_ids bigint[],
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL CHECK (expires_at > created_at),
  revoked_at timestamptz,
  FOREIGN KEY (company_id, api_client_id) REFERENCES gancho.api_clients (company_id, id) ON DELETE CASCADE
);
CREATE INDEX access_tokens_client ON gancho.access_tokens (api_client_id);
CREATE INDEX access_tokens_secret ON gancho.access_tokens (secret_id);
CREATE INDEX access_tokens_expiry ON gancho.access_tokens (expires_at);

CREATE TABLE gancho.audit_log (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  company_id bigint NOT NULL REFERENCES gancho.companies ON DELETE CASCADE,
  project_id bigint,
  actor_kind text NOT NULL CHECK (actor_kind IN ('user', 'client', 'operator', 'engine')),
  actor_id bigint,
  action text NOT NULL CHECK (action ~ '^[a-z_]+\.[a-z_]+$'),
  subject_id text,
  details jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX audit_log_company ON gancho.audit_log (company_id, id DESC);
