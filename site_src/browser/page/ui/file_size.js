// The size of a file in words.

import { formatSize, locale } from "./messages.js";

const kilobytes = new Intl.NumberFormat(locale, { style: "unit", unit: "kilobyte", maximumSignificantDigits: 2 });

/**
 * Format a size in megabytes, or a small one in kilobytes.
 * @param {number} bytes
 */
export const formatFileSize = (bytes) => (bytes < 1e5 ? kilobytes.format(bytes / 1e3) : formatSize(bytes));
