import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/App.tsx";
import { fetchTheRest } from "./app/later.ts";
import { start } from "./app/session.ts";
import { keepSuggesting } from "./review/running.ts";
import { loadSuggesters } from "./suggesters/asking.ts";
import "./app/tokens.css";
import "./app/base.css";
import "./app/print.css";

const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
keepSuggesting();
void start().then(loadSuggesters).finally(fetchTheRest);
