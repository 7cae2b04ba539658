CREATE TABLE gancho.resources (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  company_id bigint NOT NULL REFERENCES gancho.companies ON DELETE CASCADE,
  name text NOT NULL CHECK (btrim(name) = name AND length(name) BETWEEN 1 AND 100),
  level text NOT NULL CHECK (level IN ('company', 'project')),
  category text NOT NULL,
  tool text NOT NULL,
  event_types text[] NOT NULL CHECK (
    event_types <@ ARRAY['create', 'update', 'delete'] AND cardinality(event_types) > 0
  ),
  description text NOT NULL DEFAULT '',
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (company_id, name)
);

CREATE TABLE gancho.hooks (
  id bigint GENERATED ALWAYS AS IDENTITY (START WITH 7001) PRIMARY KEY,
  company_id bigint NOT NULL REFERENCES gancho.companies ON DELETE CASCADE,
  project_id bigint,
  name text NOT NULL CHECK (btrim(name) <> '' AND length(name) <= 200),
  namespace text NOT NULL CHECK (namespace ~ '^[a-z0-9._-]{1,100}$'),
  payload_version text NOT NULL CHECK (payload_version IN ('v2.0', 'v3.0', 'v4.0')),
  -- The versions before it and until when each held, oldest first: a delivery keeps that of its first attempt.
  past_payload_versions jsonb NOT NULL DEFAULT '[]',
  destination_url text NOT NULL CHECK (destination_url ~ '^https?://' AND length(destination_url) <= 2048),
  -- headers_sealed holds the names and values, encrypted. headers_shown lists for each header its name, the text to show
  -- and who set it. Both are null if the hook has no headers.
  headers_sealed text,
  headers_shown jsonb,
  all_projects boolean NOT NULL DEFAULT false CHECK (NOT all_projects OR project_id IS NULL),
  status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'disabled')),
  disabled_reason text CHECK (disabled_reason IN ('admin', 'gone')),
  delivery_mode text NOT NULL DEFAULT 'parallel' CHECK (delivery_mode IN ('parallel', 'in_order')),
  timeout_seconds smallint NOT NULL DEFAULT 5 CHECK (timeout_seconds BETWEEN 1 AND 30),
  max_in_flight smallint NOT NULL DEFAULT 10 CHECK (max_in_flight BETWEEN 1 AND 200),
  max_per_second real CHECK (max_per_second > 0 AND max_per_second <= 1000),
  retry_window_seconds integer NOT NULL DEFAULT 43200 CHECK (retry_window_seconds BETWEEN 60 AND 604800),
  -- Raised by every change that a sender must know of; senders keep a hook's destination by (id, version).
  config_version integer NOT NULL DEFAULT 1,
  created_by_user bigint REFERENCES gancho.users ON DELETE SET NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  deleted_at timestamptz,
  CHECK ((headers_sealed IS NULL) = (headers_shown IS NULL)),
  CHECK ((status = 'disabled') = (disabled_reason IS NOT NULL)),
  FOREIGN KEY (company_id, project_id) REFERENCES gancho.projects (company_id, id) ON DELETE CASCADE,
  UNIQUE (company_id, id)
);
CREATE INDEX hooks_scope ON gancho.hooks (company_id, project_id, id) WHERE deleted_at IS NULL;

CREATE TABLE gancho.hook_secrets (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  company_id bigint NOT NULL,
  hook_id bigint NOT NULL,
  secret_sealed text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  -- Null: the current secret. Set: replaced, signs along until then.
  expires_at timestamptz,
  FOREIGN KEY (company_id, hook_id) REFERENCES gancho.hooks (company_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX hook_secrets_one_current ON gancho.hook_secrets (hook_id) WHERE expires_at IS NULL;

CREATE TABLE gancho.triggers (
  id bigint GENERATED ALWAYS AS IDENTITY (START WITH 9001) PRIMARY KEY,
  company_id bigint NOT NULL,
  -- The hook's own, never changed: dispatch finds the triggers of an event's project without a look at others.
  project_id bigint,
  hook_id bigint NOT NULL,
  resource_name text NOT NULL CHECK (length(resource_name) BETWEEN 1 AND 100),
  event_type text NOT NULL CHECK (event_type IN ('create', 'update', 'delete')),
  -- Subscribed from created_at (inclusive) to deleted_at (exclusive), both by the clock at the moment
  -- of the write: a trigger added again can't overlap the one it replaces.
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  deleted_at timestamptz CHECK (deleted_at >= created_at),
  FOREIGN KEY (company_id, hook_id) REFERENCES gancho.hooks (company_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX triggers_live ON gancho.triggers (hook_id, resource_name, event_type) WHERE deleted_at IS NULL;
-- Dispatch: every trigger of a project, or of the company's own hooks, for one resource and event type.
CREATE INDEX triggers_match ON gancho.triggers (company_id, project_id, resource_name, event_type);
