import { type ClassValue, clsx } from 'clsx';
import { extendTailwindMerge } from 'tailwind-merge';

/** Otherwise our own text sizes would count as colours, and replace one. */
const twMerge = extendTailwindMerge({
  extend: { classGroups: { 'font-size': [{ text: ['table', 'title'] }] } },
});

/** Joins class names. If two set the same property, the later one wins. */
export function cn(...inputs: ClassValue[]): string {
  return twMerge(clsx(inputs));
}
