'use client';

import { Broken } from '#components/shell/broken';

// A screen that broke: the frame and the live connection stay.
export default Broken;
