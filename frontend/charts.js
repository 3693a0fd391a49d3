// What a page needs to draw a Vega-Lite specification without eval.
import embed from "vega-embed";
import { expressionInterpreter } from "vega-interpreter";

// The interpreter walks the expression's syntax tree, so that the page's content
// security policy can go without 'unsafe-eval'. Styles come from dayzero.css.
const STRICT = {
  ast: true,
  expr: expressionInterpreter,
  actions: false,
  defaultStyle: false,
  tooltip: { disableDefaultStyle: true },
  renderer: "svg",
};

globalThis.dayzeroCharts = {
  draw: (element, spec, options = {}) => embed(element, spec, { ...STRICT, ...options }),
};
