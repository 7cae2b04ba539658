-- The table of settings (src/domain/hook-settings.ts) has a least rate, so the column has the same one.
UPDATE gancho.hooks SET max_per_second = 0.001 WHERE max_per_second < 0.001;
ALTER TABLE gancho.hooks
  DROP CONSTRAINT hooks_max_per_second_check,
  ADD CONSTRAINT hooks_max_per_second_check CHECK (max_per_second BETWEEN 0.001 AND 1000);
