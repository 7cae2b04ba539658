import { type ClassValue, clsx } from 'clsx';
import { extendTailwindMerge } from 'tailwind-merge';

/** Our own text sizes would pass for colours otherwise, and take the place of one. */
const twMerge = extendTailwindMerge({
  extend: { classGroups: { 'font-size': [{ text: ['table', 'title'] }] } },
});

/** Joins class names; of two that set the same property, the later wins. */
export function cn(...inputs: ClassValue[]): string {
  return twMerge(clsx(inputs));
}
