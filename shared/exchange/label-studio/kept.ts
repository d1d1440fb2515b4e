/** What is kept of a task that Onrecord has no field for. */
export const kept = "x-label-studio";
