'use client';

// A screen that broke: the frame and the live connection stay.
export { Broken as default } from '#components/shell/broken';
