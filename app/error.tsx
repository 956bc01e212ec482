'use client';

import { Broken } from '#components/shell/broken';

// Errors outside the frame.
export default Broken;
