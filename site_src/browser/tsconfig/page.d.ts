/** The most points a history holds; the build takes the number from ssi_core.history.points. */
declare const MOST_POINTS: number;
