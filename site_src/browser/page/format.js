// Days and changes in the page's notation, for what is shown of the history.

// Which English says whether the month comes first.
const { locale } = document.querySelector("[data-locale]").dataset;
const long = new Intl.DateTimeFormat(locale, { day: "numeric", month: "long", year: "numeric" });
const short = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", year: "numeric" });
const change = (least, most) => new Intl.NumberFormat(locale, { minimumFractionDigits: least, maximumFractionDigits: most, signDisplay: "exceptZero" });
const changes = { whole: change(0, 1), tenths: change(1, 1), exact: change(1, 2) };
const hundredths = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 2 });
const list = new Intl.ListFormat(locale);

/** A kept moment as a day, where the visitor is. */
export const day = (date) => long.format(new Date(date));
export const shortDay = (date) => short.format(new Date(date));
/** What came or went: +1.2, −0.8 or 0.0; of whole numbers +2. @param {"whole" | "tenths" | "exact"} [kind] */
export const signed = (number, kind = "tenths") => changes[kind].format(number).replace("-", "−");
/** LinkedIn's points have more decimals than an estimate; beside one, two of them make the difference come out. */
export const exact = (number) => hundredths.format(number);
export const listed = (words) => list.format(words);
