import type { Place } from '@/features/places';
import type { HookView, QueueView } from '../hook-view';

/** The dialog of each action gets the same. */
export type ActionProps = {
  place: Place;
  hook: HookView;
  queue: QueueView | undefined;
  publicUrl: string;
  onClose: () => void;
};
