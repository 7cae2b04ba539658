-- A delivery is lost if it failed for good, or was discarded because a retry window ended, and nobody has redelivered
-- or dismissed it since.
ALTER TABLE gancho.discards ADD COLUMN is_lost boolean NOT NULL DEFAULT false;
CREATE INDEX discards_lost ON gancho.discards (hook_id, delivery_id) WHERE is_lost;
ALTER TABLE gancho.delivery_counts ADD COLUMN lost integer NOT NULL DEFAULT 0;

ALTER TABLE gancho.hook_queue
  -- The first failure of the trouble that admins know of. Null again after the first success of an event.
  ADD COLUMN incident_at timestamptz,
  -- When a retry window last ended without a success.
  ADD COLUMN window_ended_at timestamptz,
  ADD COLUMN test_succeeded_at timestamptz;

-- Who disabled the hook, by name, and when. Both are null while it is active.
ALTER TABLE gancho.hooks ADD COLUMN disabled_at timestamptz, ADD COLUMN disabled_by text;
