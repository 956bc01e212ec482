import { type ClassValue, clsx } from 'clsx';
import { extendTailwindMerge } from 'tailwind-merge';

/** Knows our own font size, which it would otherwise take for a colour and drop beside one. */
const merge = extendTailwindMerge({ extend: { theme: { text: ['2xs'], shadow: ['overlay'] } } });

/** Joins class names; of two that set the same thing the later one stays. */
export const cn = (...values: ClassValue[]) => merge(clsx(values));
