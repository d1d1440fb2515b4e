import "react";

declare module "react" {
  interface CSSProperties {
    /** Custom properties carry values that only the state knows, such as a label's colour. */
    [property: `--${string}`]: string | number | undefined;
  }
}
