import js from "@eslint/js";
import globals from "globals";

const asText = "Labels come from outside: set textContent.";

export default [
  {
    ...js.configs.recommended,
    files: ["springsim/board/js/**/*.js"],
  },
  {
    files: ["springsim/board/js/**/*.js"],
    languageOptions: { ecmaVersion: 2022, sourceType: "module", globals: globals.browser },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      curly: ["error", "multi-line"],
      eqeqeq: "error",
      "max-len": ["error", { code: 128 }],
      "no-eval": "error",
      "no-implicit-globals": "error",
      "no-implied-eval": "error",
      "no-new-func": "error",
      "no-restricted-globals": ["error", "event", "name", "status"],
      "no-restricted-properties": [
        "error",
        { property: "innerHTML", message: asText },
        { property: "outerHTML", message: asText },
        { property: "insertAdjacentHTML", message: asText },
        { property: "setHTMLUnsafe", message: asText },
        { object: "document", property: "write", message: asText },
      ],
      "no-shadow": "error",
      "no-unused-vars": ["error", { args: "after-used", argsIgnorePattern: "^_" }],
      "no-var": "error",
      "object-shorthand": "error",
      "prefer-const": "error",
    },
  },
];
