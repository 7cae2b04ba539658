/**
 * The settings of the embedded server. Durability keeps its strict defaults. The other values suit one small machine
 * and a queue of short-lived rows (frequent autovacuum, no JIT for short queries).
 */
export const SERVER_SETTINGS: Record<string, string> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  fsync: 'on',
  synchronous_commit: 'on',
  shared_buffers: '256MB',
  effective_cache_size: '1GB',
  maintenance_work_mem: '128MB',
  wal_compression: 'on',
  max_wal_size: '2GB',
  // While a new WAL file is made, every commit waits: 40 ms if it is filled with zeros first. So files are not filled,
  // and as many as a busy quarter of an hour needs are kept and used again.
  min_wal_size: '1GB',
  wal_init_zero: 'off',
  checkpoint_timeout: '15min',
  checkpoint_completion_target: '0.9',
  autovacuum_naptime: '5s',
  autovacuum_vacuum_cost_limit: '1000',
  random_page_cost: '1.1',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
  log_min_messages: 'warning',
};
