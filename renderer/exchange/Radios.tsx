import { type ReactNode, useId } from "react";

/** One of a few sentences, one below the other. */
export function Radios<T extends string>(props: {
  legend: string;
  value: T;
  options: readonly { value: T; title: ReactNode; more?: ReactNode }[];
  onChange(value: T): void;
}) {
  const id = useId();
  return (
    <fieldset className="exchange-options">
      <legend>{props.legend}</legend>
      {props.options.map(({ value, title, more }) => (
        <div key={value}>
          <span className="check">
            <input
              id={`${id}-${value}`}
              type="radio"
              name={id}
              checked={props.value === value}
              onChange={() => props.onChange(value)}
            />
            <label htmlFor={`${id}-${value}`}>{title}</label>
          </span>
          {props.value === value ? more : null}
        </div>
      ))}
    </fieldset>
  );
}
