// What the page does once the reader waits for nothing more, in one file of its own.
export { register } from "./offline/register.ts";
export { listenToPrinting } from "./printing.ts";
