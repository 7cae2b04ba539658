import { EVENT_TYPES } from './resource';

export const ALL = EVENT_TYPES;
export const CREATE = ['create'] as const;
export const UPDATE = ['update'] as const;
export const CREATE_UPDATE = ['create', 'update'] as const;
export const CREATE_DELETE = ['create', 'delete'] as const;
