'use client';

// What broke before there was a frame around it.
export { Broken as default } from '#components/shell/broken';
