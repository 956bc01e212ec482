'use client';

import { Broken } from '#components/shell/broken';

// What broke before there was a frame around it.
export default Broken;
