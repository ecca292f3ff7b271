// A list of cases: one button ticks them all, or none.
"use strict";
{
  const { one, all } = casebinder, button = one("[data-tick-all]"), boxes = () => all("input[name=case]");
  if (button) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const on = boxes().some((box) => !box.checked);
      boxes().forEach((box) => { box.checked = on; });
    });
  }
}
