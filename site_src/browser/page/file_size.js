// How large a file is: a small one in kilobytes.

import { size } from "./messages.js";

const kilobytes = new Intl.NumberFormat(document.documentElement.lang, { style: "unit", unit: "kilobyte", maximumSignificantDigits: 2 });

export const fileSize = (bytes) => (bytes < 1e5 ? kilobytes.format(bytes / 1e3) : size(bytes));
