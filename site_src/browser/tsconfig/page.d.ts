/** The most points a history holds; the build takes the number from ssi_core.history.points. */
declare const MOST_POINTS: number;
/** The most rounds that a group has, and the most people in one; from ssi_core.wire.group and ssi_core.group.members. */
declare const MOST_ROUNDS: number;
declare const MOST_MEMBERS: number;
/** How many random parts a code has; from ssi_core.group.code. */
declare const CODE_RANDOMS: number;
