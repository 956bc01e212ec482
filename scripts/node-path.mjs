// Prints the path of the Node that the console runs on.
import './right-node.mjs';

console.log(process.execPath);
