import { type ClassValue, clsx } from 'clsx';
import { extendTailwindMerge } from 'tailwind-merge';

/** Our font size must be registered, or tailwind-merge takes it for a colour and drops it beside one. */
const merge = extendTailwindMerge({ extend: { theme: { text: ['2xs'], shadow: ['overlay'] } } });

/** Joins class names; of two that set the same property the last one wins. */
export const cn = (...values: ClassValue[]) => merge(clsx(values));
