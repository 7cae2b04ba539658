import type { Log } from '@/server/services/context';

export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} };
